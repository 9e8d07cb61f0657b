// One answer of --explain: what a word is, and what is known about it.
#pragma once
#include <string>
#include <vector>

namespace dsreg::catalog {

struct entry {
    struct row {
        std::string label, value;
        bool verbatim = false; // a command or an address: never wrapped
    };
    std::string head; // the code and its name
    std::vector<row> rows;

    // A row, unless there is nothing to say.
    void add(std::string label, std::string value);
    void add_verbatim(std::string label, std::string value);
};

struct entry_style {
    unsigned width = 80;
    bool ascii = false; // no UTF-8 locale
    bool color = false; // stripping the colours gives the bytes without
};

// Paragraphs for people. Foreign text is made safe here.
std::string text(const std::vector<entry>& entries, const entry_style& style);

} // namespace dsreg::catalog
