// Foreign text made safe, measured in columns, and other small text work.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace dsreg {

// UTF-8 that a terminal may see: C0, C1, bidirectional, zero-width and unassigned characters and
// invalid bytes become U+FFFD; line breaks and tabs become one blank. `ascii` true (no UTF-8
// locale): every other non-ASCII character becomes '?'.
std::string safe_text(std::string_view raw, bool ascii = false);

// Valid UTF-8 for JSON: invalid bytes become U+FFFD, all else stays.
std::string valid_utf8(std::string_view raw);

// Columns that a terminal needs for safe text.
std::size_t columns(std::string_view utf8);

// At most `max` bytes, never cutting inside a character.
std::string_view cut_utf8(std::string_view s, std::size_t max);

// ASCII alone: other letters keep their case, in every locale.
std::string lower_case(std::string_view s);

// True if `s` is a GUID of 8-4-4-4-12 hexadecimal digits. `ret_lower` gets it in lower case.
bool parse_guid(std::string_view s, std::string& ret_lower);

// 0x801c0021: eight lower-case digits.
std::string hex32(unsigned long code);

// Shell-style glob with * and ? over probe ids.
bool glob_match(std::string_view pattern, std::string_view text);

} // namespace dsreg
