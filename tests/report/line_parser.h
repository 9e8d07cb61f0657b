// Reads a report as scripts do: it knows `+---+`, `| title |`, `label : value` and blank lines, and
// nothing else.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dsreg::report_tests {

struct parsed_box {
    std::string title;
    std::vector<std::vector<std::pair<std::string, std::string>>> groups; // parted by blank lines
};

// False, with the line in `ret_error`: something else stood there, or a label stands twice in a
// group (but for the diagnostic rows of SSO State, which repeat).
bool parse_report(std::string_view text, std::vector<parsed_box>& ret, std::string& ret_error);

// Value of a label in a box, "(none)" if there is none.
std::string value_of(const std::vector<parsed_box>& boxes, std::string_view title,
                     std::string_view label);

std::string without_colours(std::string_view text);

} // namespace dsreg::report_tests
