// What stands in a broker's words: numbers and names that a diagnosis needs, and tokens that must
// go no further.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace dsreg::broker {

// The number of the first "AADSTS50078" in `text`; 0: none.
uint32_t aadsts_number(std::string_view text);

// An error tag as users see it: five characters of 6 bits each, the highest first, a-z = 0..25 and
// 0-9 = 26..35, so that 595719680 is "965ya". Derived: one pair is public (siemens/linux-entra-sso,
// issue 129). "": 0, or no tag.
std::string tag_text(int64_t tag);

// "token_expired" of "... suberror: 'token_expired'"; "": none.
std::string suberror_in(std::string_view text);

// The GUID after "Correlation ID:"; "": none.
std::string correlation_in(std::string_view text);

// A word such as "token_expired": letters, digits, '_', '-' and '.', at most 64; else "".
std::string plain_word(std::string_view s);

// Without what could be a token or a cookie: words that begin like a JWT, and runs of its alphabet
// of 64 and more, become "[removed]".
std::string without_tokens(std::string_view text);

// Foreign words for a report: without tokens, whole characters, at most 4 KiB.
std::string foreign_text(std::string_view text);

// The beginning of what could not be read, quoted; at most 200 bytes of it.
std::string excerpt(std::string_view text);

} // namespace dsreg::broker
