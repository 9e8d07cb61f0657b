#include "report/box.h"

#include "base/text.h"

#include <map>
#include <string_view>

namespace dsreg::report {
namespace {

constexpr std::size_t inner_width = 70, label_width = 26;

std::string padding(std::size_t width, std::size_t used)
{
    return std::string(used < width ? width - used : 0, ' ');
}

std::string painted(const std::string& text, const char* sgr, const box_style& style)
{
    if (!style.color || sgr == nullptr || text.empty()) return text;
    return "\x1b[" + std::string(sgr) + "m" + text + "\x1b[0m";
}

const char* sgr_of(tone how)
{
    switch (how) {
    case tone::good:
        return "32";
    case tone::bad:
        return "31";
    case tone::doubtful:
        return "33";
    case tone::plain:
        break;
    }
    return nullptr;
}

// Without the blanks before a colon: readers split a row at its first " : ".
std::string closed_colons(const std::string& text, bool only_parting)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); i++) {
        const bool parting = text[i] == ':' && (!only_parting || text[i + 1] == ' ');
        while (parting && !out.empty() && out.back() == ' ') out.pop_back();
        out += text[i];
    }
    return out;
}

std::string label_text(const std::string& raw, const box_style& style)
{
    std::string label = closed_colons(safe_text(raw, style.ascii), false);
    // A long label begins its line: it must not look like a rule, a title or a value.
    const std::size_t start = label.find_first_not_of(" :|+");
    label.erase(0, start == std::string::npos ? label.size() : start);
    return label.empty() ? "?" : label;
}

// Labels in use, and the number that the next equal one tries.
using label_set = std::map<std::string, int>;

std::string unique(const std::string& label, label_set& used)
{
    const auto [entry, fresh] = used.try_emplace(label, 2);
    if (fresh) return label;
    for (;;) {
        std::string numbered = label + " (" + std::to_string(entry->second++) + ")";
        if (used.try_emplace(numbered, 2).second) return numbered;
    }
}

void draw_title(std::string& out, const std::string& title, const box_style& style)
{
    const std::string rule = "+" + std::string(inner_width, '-') + "+\n";
    const std::string text = closed_colons(safe_text(title, style.ascii), true);
    out += rule;
    out += "| " + painted(text, "1", style) + padding(inner_width - 1, columns(text)) + "|\n";
    out += rule;
    out += "\n";
}

void draw_row(std::string& out, const std::string& label, const box_row& row,
              const box_style& style)
{
    const std::string value = closed_colons(safe_text(row.value, style.ascii), true);
    out += padding(label_width, columns(label)) + label + " : ";
    out += painted(value, sgr_of(row.how), style) + "\n";
}

} // namespace

std::string draw(const std::vector<box>& boxes, const box_style& style)
{
    std::string out;
    for (const box& b : boxes) {
        draw_title(out, b.title, style);
        label_set in_box;
        bool first = true;
        for (const box_group& group : b.groups) {
            if (group.rows.empty()) continue;
            if (group.parted && !first) out += "\n";
            first = false;
            label_set in_group;
            for (const box_row& row : group.rows) {
                const std::string label =
                    unique(label_text(row.label, style), group.own_labels ? in_group : in_box);
                in_box.try_emplace(label, 2);
                draw_row(out, label, row, style);
            }
        }
        out += "\n";
    }
    return out;
}

} // namespace dsreg::report
