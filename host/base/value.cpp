#include "base/value.h"

#include "base/text.h"

#include <charconv>
#include <chrono>
#include <cmath>

namespace dsreg {
namespace {

std::string padded(int64_t n, int digits)
{
    std::string s = std::to_string(n);
    while (static_cast<int>(s.size()) < digits) s.insert(s.begin(), '0');
    return s;
}

std::string real_text(double d)
{
    char buffer[32];
    const auto [end, ec] =
        std::to_chars(buffer, buffer + sizeof buffer, d, std::chars_format::general, 15);
    return ec == std::errc{} ? std::string(buffer, end) : std::string("nan");
}

std::string duration_text(int64_t ns)
{
    const int64_t ms = ns / 1'000'000;
    if (ms > -10'000 && ms < 10'000) return std::to_string(ms) + " ms";
    return std::to_string(ms / 1000) + " s";
}

} // namespace

value value::unknown(std::string why)
{
    value v;
    v.text = std::move(why);
    return v;
}

value value::of_text(std::string t, uint32_t flags)
{
    value v;
    v.type = value_type::text;
    v.flags = flags;
    v.text = std::move(t);
    return v;
}

value value::of_int(int64_t n, value_type type)
{
    value v;
    v.type = type;
    v.i = n;
    return v;
}

std::string format_time(int64_t ns, bool with_ms)
{
    using namespace std::chrono;
    const auto whole = floor<milliseconds>(nanoseconds(ns));
    const auto day = floor<days>(whole);
    const year_month_day date{sys_days(day)};
    const int year = static_cast<int>(date.year());
    if (year < 0 || year > 9999) return std::to_string(ns) + " ns";
    const auto rest = (whole - day).count();
    std::string out = padded(year, 4) + "-" + padded(static_cast<unsigned>(date.month()), 2) + "-" +
                      padded(static_cast<unsigned>(date.day()), 2) + " " +
                      padded(rest / 3'600'000, 2) + ":" + padded(rest / 60'000 % 60, 2) + ":" +
                      padded(rest / 1000 % 60, 2);
    if (with_ms) out += "." + padded(rest % 1000, 3);
    return out + " UTC";
}

std::string display(const value& v)
{
    switch (v.type) {
    case value_type::boolean:
        return v.i != 0 ? "YES" : "NO";
    case value_type::integer:
        return std::to_string(v.i);
    case value_type::real:
        return real_text(v.d);
    case value_type::text:
        return v.text;
    case value_type::time:
        return format_time(v.i);
    case value_type::duration:
        return duration_text(v.i);
    case value_type::not_applicable:
        return "NOT APPLICABLE";
    case value_type::unknown:
        break;
    }
    return "UNKNOWN";
}

} // namespace dsreg
