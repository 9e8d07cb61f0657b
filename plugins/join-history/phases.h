// The four phases of a registration, in the words of the Windows tool.
#pragma once
#include <cstdint>
#include <string_view>

namespace joining {

// "pre-check", "discover", "auth" or "join"; "" for any other word. A log may say "precheck".
std::string_view phase_of_word(std::string_view word);

// The phase in which this code ends a registration; "": of none of them, or of several.
std::string_view phase_of_code(uint32_t code);

} // namespace joining
