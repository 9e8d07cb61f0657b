// What stands in a broker's words: numbers and names that a diagnosis needs, and tokens that must
// go no further.
#pragma once
#include "base/secrets.h"
#include "base/tag.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace dsreg::broker {

// The number of the first "AADSTS50078" in `text`; 0: none.
uint32_t aadsts_number(std::string_view text);

using dsreg::tag_text;

// "token_expired" of "... suberror: 'token_expired'"; "": none.
std::string suberror_in(std::string_view text);

// The GUID after "Correlation ID:"; "": none.
std::string correlation_in(std::string_view text);

// A word such as "token_expired": letters, digits, '_', '-' and '.', at most 64; else "".
std::string plain_word(std::string_view s);

using dsreg::without_tokens;

// Foreign words for a report: without tokens, whole characters, at most 4 KiB.
std::string foreign_text(std::string_view text);

// The beginning of what could not be read, quoted; at most 200 bytes of it.
std::string excerpt(std::string_view text);

} // namespace dsreg::broker
