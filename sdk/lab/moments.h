// Times in the texts of a scenario, so that they do not grow old.
#pragma once
#include <cstdint>
#include <string>

namespace dsreg::lab {

// "{utc -144}" becomes the time 144 seconds before `now_s` (seconds since 1970), as in
// "2026-09-15 10:33:57 UTC". What is no such word stays.
std::string with_moments(const std::string& text, int64_t now_s);

} // namespace dsreg::lab
