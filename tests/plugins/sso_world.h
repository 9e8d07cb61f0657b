// A signed-in user, for the tests of prt and token.
#pragma once
#include "bundled.h"

#include <string>

namespace sso_world {

inline constexpr int64_t now = 1'790'000'000'000'000'000; // of the fake host
inline constexpr int64_t hour = 3'600'000'000'000;
inline const std::string tenant = "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234";
inline const std::string other_tenant = "0b5b1a2c-77c4-4c0f-9d2e-5a8e3f6b9c10";

inline testkit::world& sign_in(testkit::world& w, const std::string& name, const std::string& id,
                               const std::string& of = tenant)
{
    return w.give("user.account", name, id)
        .give("user.tenant", of, id)
        .give("user.environment", "login.windows.net", id);
}

inline testkit::world alice()
{
    testkit::world w;
    w.give("broker.vendor", "reference").give("broker.version", "3.0.2");
    w.give_int("user.account-count", 1).give_int("run.user.uid", 1000);
    return sign_in(w, "alice@contoso.com", "oid-1.tid-1");
}

// A token that is there and was renewed an hour ago.
inline testkit::broker_state fresh()
{
    testkit::broker_state s;
    s.prt = DSREG_KNOWN_YES;
    s.prt_source = "broker";
    s.prt_cached = now - 7 * 24 * hour;
    s.prt_refreshed = now - hour;
    s.prt_expires = now + 90 * 24 * hour;
    s.session_key_protocol = "3.1";
    return s;
}

inline testkit::broker_state absent(const std::string& source = "broker")
{
    testkit::broker_state s;
    s.prt = DSREG_KNOWN_NO;
    s.prt_source = source;
    return s;
}

inline testkit::broker_state withheld()
{
    testkit::broker_state s;
    s.prt_why = "the broker does not publish it";
    return s;
}

// As the Windows document shows it.
inline testkit::broker_attempt wrong_password(int64_t time = now - 600'000'000'000)
{
    testkit::broker_attempt a;
    a.time = time;
    a.http_status = 400;
    a.http_error = 0;
    a.user = "alice@contoso.com";
    a.credential = "Password";
    a.correlation = "f1a1fb57-6e0c-4d4e-9a6e-0b5f2f5d3c11";
    a.endpoint = "https://login.microsoftonline.com/" + tenant + "/oauth2/token";
    a.http_method = "POST";
    a.server_error = "invalid_grant";
    a.server_text =
        "AADSTS50126: Error validating credentials due to invalid username or password.";
    return a;
}

inline testkit::broker_trouble refused(uint32_t aadsts, int32_t status = 2)
{
    testkit::broker_trouble t;
    t.kind = DSREG_X_REFUSED;
    t.status = status;
    t.aadsts = aadsts;
    t.tag = "965ya";
    t.correlation = "c0ffee00-0000-4000-8000-000000000001";
    t.text = "alice@contoso.com has to do something";
    return t;
}

} // namespace sso_world
