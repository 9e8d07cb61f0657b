#include "clock/date.h"

#include "common/names.h"

namespace timing {
namespace {

constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
constexpr std::string_view weekdays = "SunMonTueWedThuFriSat";
constexpr std::string_view form = "www, dd mmm yyyy hh:mm:ss GMT";

// Years that no server's clock shows, and whose nanoseconds an int64 may not hold (2262).
constexpr int64_t first_year = 2015, last_year = 2200;

bool number(std::string_view text, std::size_t at, std::size_t digits, int64_t& ret)
{
    int64_t n = 0;
    for (const char c : text.substr(at, digits)) {
        if (!common::is_digit(c)) return false;
        n = n * 10 + (c - '0');
    }
    ret = n;
    return true;
}

// Days since 1970-01-01 of the proleptic Gregorian calendar (Howard Hinnant, "chrono-Compatible
// Low-Level Date Algorithms").
int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2 ? 1 : 0;
    const int64_t era = year / 400, of_era = year % 400;
    const int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146'097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719'468;
}

constexpr int64_t minute = 60, hour = 3600, day = 86'400;

std::string counted(const char* how, int64_t n, const char* unit)
{
    return how + std::to_string(n) + " " + unit + (n == 1 ? "" : "s");
}

} // namespace

bool parse_http_date(std::string_view text, int64_t& ret_seconds)
{
    if (text.size() != form.size()) return false;
    for (std::size_t i = 0; i < form.size(); i++) { // what stands between the numbers
        const bool fixed = !common::is_alnum(form[i]) || i >= 26;
        if (fixed && text[i] != form[i]) return false;
    }
    const std::size_t weekday = weekdays.find(text.substr(0, 3));
    const std::size_t month = months.find(text.substr(8, 3));
    if (weekday == std::string_view::npos || weekday % 3 != 0) return false;
    if (month == std::string_view::npos || month % 3 != 0) return false;
    int64_t day = 0, year = 0, hour = 0, minute = 0, second = 0;
    if (!number(text, 5, 2, day) || !number(text, 12, 4, year) || !number(text, 17, 2, hour) ||
        !number(text, 20, 2, minute) || !number(text, 23, 2, second))
        return false;
    if (day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return false;
    if (year < first_year || year > last_year) return false;
    ret_seconds = days_of(year, static_cast<int64_t>(month / 3) + 1, day) * 86'400 + hour * 3600 +
                  minute * 60 + second;
    return true;
}

std::string amount(int64_t seconds)
{
    if (seconds < minute) return "less than a minute";
    constexpr const char* how = "about ";
    if (seconds < 2 * hour - 10 * minute) return counted(how, (seconds + 40) / minute, "minute");
    if (seconds < 2 * day - 4 * hour) return counted(how, (seconds + 40 * minute) / hour, "hour");
    return counted(how, (seconds + 16 * hour) / day, "day");
}

std::string lower_bound(int64_t seconds)
{
    constexpr const char* how = "at least ";
    if (seconds < minute) return "at least some seconds";
    if (seconds < 2 * hour) return counted(how, seconds / minute, "minute");
    if (seconds < 2 * day) return counted(how, seconds / hour, "hour");
    return counted(how, seconds / day, "day");
}

} // namespace timing
