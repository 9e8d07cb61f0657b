// What --help prints.
#pragma once
#include <string>

namespace dsreg::cli {

std::string help_text();

} // namespace dsreg::cli
