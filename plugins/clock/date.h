// The time that a server states, and how far off a clock is, in words.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace timing {

// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that servers may send (RFC 9110, 5.6.7), as
// seconds since 1970. False for anything else, and for a year before 2015 or after 2200.
bool parse_http_date(std::string_view text, int64_t& ret_seconds);

// "about 10 minutes", from one minute on; "less than a minute". Steps lie between round numbers,
// so that two looks at one clock read alike.
std::string amount(int64_t seconds);

// "at least 12 days".
std::string lower_bound(int64_t seconds);

} // namespace timing
