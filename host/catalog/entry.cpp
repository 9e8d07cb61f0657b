#include "catalog/entry.h"

#include "base/text.h"

#include <algorithm>

namespace dsreg::catalog {
namespace {

constexpr std::size_t margin = 14; // where values begin
constexpr unsigned least_width = 40, most_width = 100;

// `words` in lines of at most `width` columns that begin at the margin; `line` stands before.
void add_wrapped(std::string& out, std::string line, std::string_view words, std::size_t width)
{
    std::size_t used = line.size(); // labels are ASCII
    bool first = true;
    while (!words.empty()) {
        const std::size_t blank = std::min(words.find(' '), words.size());
        const std::string_view word = words.substr(0, blank);
        words.remove_prefix(std::min(blank + 1, words.size()));
        if (word.empty()) continue;
        const std::size_t needed = columns(word);
        if (!first && used + 1 + needed > width) {
            out += line + "\n";
            line.assign(margin, ' ');
            used = margin;
            first = true;
        }
        line += (first ? "" : " ") + std::string(word);
        used += needed + (first ? 0 : 1);
        first = false;
    }
    out += line + "\n";
}

} // namespace

void entry::add(std::string label, std::string value)
{
    if (!value.empty()) rows.push_back({std::move(label), std::move(value), false});
}

void entry::add_verbatim(std::string label, std::string value)
{
    if (!value.empty()) rows.push_back({std::move(label), std::move(value), true});
}

std::string text(const std::vector<entry>& entries, const entry_style& style)
{
    const std::size_t width = std::clamp(style.width, least_width, most_width);
    std::string out;
    for (const entry& e : entries) {
        if (!out.empty()) out += "\n";
        const std::string head = safe_text(e.head, style.ascii);
        out += style.color ? "\x1b[1m" + head + "\x1b[0m\n" : head + "\n";
        for (const entry::row& row : e.rows) {
            std::string line = "  " + row.label;
            line.resize(std::max(margin, line.size() + 1), ' ');
            const std::string value = safe_text(row.value, style.ascii);
            if (row.verbatim)
                out += line + value + "\n";
            else
                add_wrapped(out, std::move(line), value, width);
        }
    }
    return out;
}

} // namespace dsreg::catalog
