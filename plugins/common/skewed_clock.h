// A certificate that is out of its time only because this machine's clock is wrong.
//
// Who includes this declares the inputs "?time.skewed" and "?time.offset".
#pragma once
#include "common/input.h"
#include "common/names.h"

#include <cstdint>

namespace common {
namespace detail {

// "about 10 minutes ahead": at most how many seconds that may be; anything else: no bound.
inline int64_t most_seconds(std::string_view offset)
{
    constexpr std::string_view how = "about ";
    if (offset.substr(0, how.size()) != how) return INT64_MAX;
    offset.remove_prefix(how.size());
    int64_t n = 0;
    while (!offset.empty() && is_digit(offset.front()) && n < 1'000'000) {
        n = n * 10 + (offset.front() - '0');
        offset.remove_prefix(1);
    }
    const std::string_view unit = offset.substr(0, 2);
    const int64_t seconds = unit == " m" ? 60 : unit == " h" ? 3600 : unit == " d" ? 86'400 : 0;
    return n == 0 || seconds == 0 ? INT64_MAX : (n + 1) * seconds;
}

} // namespace detail

// Does the clock that time.skew found wrong explain that a certificate has expired since `edge`, or
// is too early before it? One that is behind makes nothing expire, one that is ahead makes nothing
// too early, and minutes explain no years.
inline bool clock_explains(dsreg::host host, bool expired, int64_t edge)
{
    if (input_number(host, "time.skewed", 0) == 0) return false;
    const std::string_view offset = input_text(host, "time.offset");
    const std::string_view other = expired ? " behind" : " ahead";
    if (offset.size() >= other.size() && offset.substr(offset.size() - other.size()) == other)
        return false;
    constexpr int64_t second = 1'000'000'000; // divided first: a hostile time must not overflow
    const int64_t since = host.now() / second - edge / second;
    return (expired ? since : -since) <= detail::most_seconds(offset);
}

} // namespace common
