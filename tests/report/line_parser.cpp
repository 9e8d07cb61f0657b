#include "line_parser.h"

#include <set>

namespace dsreg::report_tests {
namespace {

bool is_rule(std::string_view line)
{
    return line == "+" + std::string(70, '-') + "+";
}

std::string trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return std::string(text);
}

std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

bool add_row(std::string_view line, parsed_box& box)
{
    const std::size_t parting = line.find(" : ");
    if (parting == std::string_view::npos) return false;
    const std::string label = trimmed(line.substr(0, parting));
    if (label.empty()) return false;
    auto& rows = box.groups.back();
    if (box.title != "SSO State")
        for (const auto& [other, value] : rows)
            if (other == label) return false;
    rows.emplace_back(label, std::string(line.substr(parting + 3)));
    return true;
}

} // namespace

bool parse_report(std::string_view text, std::vector<parsed_box>& ret, std::string& ret_error)
{
    const std::vector<std::string_view> lines = lines_of(text);
    std::vector<parsed_box> boxes;
    for (std::size_t i = 0; i < lines.size(); i++) {
        const std::string_view line = lines[i];
        bool good = true;
        if (is_rule(line)) {
            // The whole head at once: rule, title, rule, blank line.
            good = i + 3 < lines.size() && lines[i + 1].starts_with("| ") &&
                   lines[i + 1].ends_with("|") && is_rule(lines[i + 2]) && lines[i + 3].empty() &&
                   (i == 0 || lines[i - 1].empty());
            if (good) {
                boxes.push_back({trimmed(lines[i + 1].substr(1, lines[i + 1].size() - 2)), {{}}});
                i += 3;
            }
        } else if (line.empty()) {
            good = !boxes.empty() && !boxes.back().groups.back().empty();
            if (good) boxes.back().groups.emplace_back();
        } else {
            good = !boxes.empty() && add_row(line, boxes.back());
        }
        if (!good) {
            ret_error = "line " + std::to_string(i + 1) + ": " + std::string(line);
            return false;
        }
    }
    for (parsed_box& box : boxes) box.groups.pop_back(); // opened by the blank line at its end
    ret = std::move(boxes);
    return true;
}

std::string value_of(const std::vector<parsed_box>& boxes, std::string_view title,
                     std::string_view label)
{
    for (const parsed_box& box : boxes)
        if (box.title == title)
            for (const auto& group : box.groups)
                for (const auto& [name, value] : group)
                    if (name == label) return value;
    return "(none)";
}

std::string without_colours(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); i++) {
        if (text.substr(i, 2) == "\x1b[") {
            i = text.find('m', i);
            continue;
        }
        out += text[i];
    }
    return out;
}

} // namespace dsreg::report_tests
