// Times as the report prints them: "2019-01-31 09:16:50.000 UTC". No locale, no time zone.
#pragma once
#include <cstdint>
#include <cstdio>
#include <string>

namespace common {

// `ns` since 1970. Years from days after "chrono-Compatible Low-Level Date Algorithms"
// (howardhinnant.github.io/date_algorithms.html).
inline std::string time_text(int64_t ns)
{
    constexpr int64_t second = 1'000'000'000, day = 86'400;
    int64_t ms = ns / 1'000'000 % 1000, s = ns / second;
    if (ns % second < 0) s--;
    if (ms < 0) ms += 1000;
    int64_t days = s / day, rest = s % day;
    if (rest < 0) {
        rest += day;
        days--;
    }
    days += 719'468; // to 0000-03-01
    const int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
    const int64_t doe = days - era * 146'097;
    const int64_t yoe = (doe - doe / 1460 + doe / 36'524 - doe / 146'096) / 365;
    const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int64_t mp = (5 * doy + 2) / 153;
    const int64_t month = mp < 10 ? mp + 3 : mp - 9;
    const int64_t year = yoe + era * 400 + (month <= 2 ? 1 : 0);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d.%03d UTC",
                  static_cast<int>(year), static_cast<int>(month),
                  static_cast<int>(doy - (153 * mp + 2) / 5 + 1), static_cast<int>(rest / 3600),
                  static_cast<int>(rest / 60 % 60), static_cast<int>(rest % 60),
                  static_cast<int>(ms));
    return text;
}

// The row DeviceCertificateValidity.
inline std::string validity_text(int64_t from, int64_t to)
{
    return "[ " + time_text(from) + " -- " + time_text(to) + " ]";
}

} // namespace common
