// JSON from a file, as the RFC has it and without the member that stands twice.
#pragma once
#include "base/status.h"

#include <boost/json/value.hpp>

#include <string_view>

namespace dsreg::recording {

// errc::invalid with what belongs behind the file's name: " is not JSON: ... in line 3", or
// ": the key \"x\" stands there twice". No comments, no BOM, at most `depth` levels.
[[nodiscard]] status parse_strict(std::string_view text, std::size_t depth,
                                  boost::json::value& ret);

} // namespace dsreg::recording
