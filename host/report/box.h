// Boxes as the Windows tool draws them. All foreign text is made safe here, so that no title, label
// or value can forge a line: `+---+`, `| title |`, `label : value` and blank lines are all there
// is.
#pragma once
#include <string>
#include <vector>

namespace dsreg::report {

enum class tone { plain, good, bad, doubtful };

struct box_row {
    std::string label, value;
    tone how = tone::plain;
};

struct box_group {
    bool parted = false;    // a blank line before it, if anything stands before it
    bool own_labels = true; // labels may repeat those of another group of the box
    std::vector<box_row> rows;
};

struct box {
    std::string title;
    std::vector<box_group> groups;
};

struct box_style {
    bool ascii = false; // no UTF-8 locale
    bool color = false; // stripping the colours gives the bytes of a drawing without
};

std::string draw(const std::vector<box>& boxes, const box_style& style);

} // namespace dsreg::report
