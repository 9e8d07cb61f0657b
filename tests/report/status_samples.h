// Status values for the tests of their renderers: the sample of the public document.
#pragma once
#include "report/status.h"

namespace dsreg::report_tests {

inline constexpr int64_t second = 1'000'000'000;

inline report::stated says(const char* text)
{
    return {value::of_text(text), "broker"};
}
inline report::stated says_at(int64_t seconds)
{
    return {value::of_int(seconds * second + 999'999'999, value_type::time), "broker"};
}
inline report::stated says_yes(bool yes)
{
    return {value::of_bool(yes), "broker"};
}
inline report::stated unknown(const char* why)
{
    return {value::unknown(why), ""};
}
inline report::stated hours(double n)
{
    value v;
    v.type = value_type::real;
    v.d = n;
    return {v, "broker"};
}

// Everything that the document and the captures of the vendor's tool show.
inline report::status_report full_status()
{
    report::status_report r;
    r.tool_version = "0.1.0";
    r.host_name = "pc-17";
    r.user = "alice";
    r.uid = 1000;
    r.taken = 1'765'457'115 * second;
    r.accounts.push_back({says("11.22"), says("login.windows.net"),
                          says("12345678-90ab-cdef-1234-567890abcdef"), says("alice@contoso.com")});
    r.devices.push_back({says_yes(true), says("a1b2c3d4-e5f6-g7h8-i9j0-k1l2m3n4o5p6"),
                         says("12345678-90ab-cdef-1234-567890abcdef"), says("contoso.com"),
                         says("1C250BA741CDE1DA952532943C8DB96C433A89F3")});
    r.token = {says_yes(true),         says_at(1'765'441'815), hours(4.25),
               says_at(1'766'651'415), says_at(1'765'452'615), says("3.1")};
    r.broker = {says("2.0.123.456"), says("microsoft-identity-device-broker.service"),
                says("/opt/microsoft/identity-broker/bin/microsoft-identity-broker"),
                says_at(1'766'154'622), says("Exclusive")};
    return r;
}

} // namespace dsreg::report_tests
