// What may help where the device is not registered or the user has no token.
#pragma once
#include "report/status.h"

#include <string>
#include <vector>

namespace dsreg::actions {

// The lines for the terminal, from the catalog below `share`; none when all is well.
std::vector<std::string> hints(const std::string& share, const report::status_report& r);

// "1. a 2. b" as a line each; a text without numbers is one line.
std::vector<std::string> numbered_lines(const std::string& text);

} // namespace dsreg::actions
