// drs.connectivity: every host that discovery named answers HTTP.
#include "bundled.h"

#include <gtest/gtest.h>

#include <map>

namespace {

using testkit::http_answer;
using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;

const std::string drs = "https://enterpriseregistration.windows.net/";

http_answer status(int32_t code)
{
    http_answer a;
    a.status = code;
    a.fields = {{"server", "lab"}};
    return a;
}

http_answer trouble(uint32_t error, int32_t native = 0)
{
    http_answer a;
    a.net.error = error;
    a.net.native = native;
    a.net.text = "tried for 5001 milliseconds";
    return a;
}

outcome run(const world& w)
{
    static const bundled_module m(bundled("connectivity"));
    return m.run("drs.connectivity", w);
}

world with(const http_answer& answer, codes* ret_asked = nullptr)
{
    world w;
    w.offered.http = [answer, ret_asked](const testkit::http_question& q) {
        EXPECT_EQ(q.method, "GET");
        if (ret_asked != nullptr) ret_asked->push_back(q.url);
        return answer;
    };
    w.give_int("drs.discovered", 1, DSREG_T_BOOL);
    w.give("drs.join.url", drs + "EnrollmentServer/device/");
    return w;
}

TEST(plugin_connectivity_drs, any_answer_of_the_service_is_reachable)
{
    for (const int32_t code : {200, 301, 400, 401, 403, 404}) {
        const outcome o = run(with(status(code)));
        EXPECT_EQ(o.result, DSREG_PASS) << code;
        EXPECT_EQ(o.fact_of("drs.reachable"), "1");
        EXPECT_EQ(o.violations, codes{});
    }
}

TEST(plugin_connectivity_drs, what_stops_net_endpoints_too_is_no_root_cause_here)
{
    world w = with(trouble(DSREG_X_CONNECT, 111));
    w.give("net.endpoint-state", "refused", "enterpriseregistration.windows.net");
    EXPECT_EQ(run(w).about, "net.endpoint-state");
    EXPECT_EQ(run(w).violations, codes{});
    w.give("drs.key.url", "https://key.contoso.com/"); // a host that net.endpoints does not know
    EXPECT_EQ(run(w).about, "");
    world other = with(trouble(DSREG_X_CONNECT, 111));
    other.give("net.endpoint-state", "ok", "enterpriseregistration.windows.net");
    EXPECT_EQ(run(other).about, "");
}

TEST(plugin_connectivity_drs, what_an_answer_says_is_its_own_root_cause)
{
    for (const int32_t code : {407, 500, 503}) {
        world w = with(status(code));
        w.give("net.endpoint-state", "refused", "enterpriseregistration.windows.net");
        EXPECT_EQ(run(w).about, "") << code;
    }
}

TEST(plugin_connectivity_drs, each_host_is_asked_once)
{
    codes asked;
    world w = with(status(404), &asked);
    w.give("drs.key.url", drs + "EnrollmentServer/key/");
    w.give("drs.webauthn.url", "https://WebAuthn.Contoso.com/x");
    w.give("drs.manage.url", "https://manage.contoso.com:8443/y?z");
    EXPECT_EQ(run(w).result, DSREG_PASS);
    EXPECT_EQ(asked,
              (codes{drs, "https://webauthn.contoso.com/", "https://manage.contoso.com:8443/"}));
}

TEST(plugin_connectivity_drs, the_transport_map_is_the_documented_one)
{
    const struct {
        http_answer answer;
        const char* finding;
        uint32_t inner;
    } table[] = {
        {trouble(DSREG_X_DNS), "drs.connect-dns", 0x80072ee7u},
        {trouble(DSREG_X_CONNECT, 111), "drs.connect-refused", 0x80072efdu},
        {trouble(DSREG_X_TIMEOUT), "drs.connect-timeout", 0x80072ee2u},
        {trouble(DSREG_X_TLS), "drs.connect-tls", 0x80072f8fu},
        {trouble(DSREG_X_DISCONNECTED), "drs.connect-reset", 0x80072efeu},
        {trouble(DSREG_X_PROXY), "drs.connect-proxy", 0x80072efdu},
        {trouble(DSREG_X_PROXY, 407), "drs.connect-proxy", 0xcaa30197u},
        {trouble(DSREG_X_PROTOCOL), "drs.connect-http", 0x8007000du},
        {status(407), "drs.connect-proxy", 0xcaa30197u},
        {status(503), "drs.connect-http", 0x801c0025u},
        {status(500), "drs.connect-http", 0x801c000cu},
    };
    for (const auto& row : table) {
        const outcome o = run(with(row.answer));
        EXPECT_EQ(o.result, DSREG_FAIL) << row.finding;
        EXPECT_EQ(o.codes(), codes{row.finding});
        EXPECT_EQ(o.outer, 0x801c0021u);
        EXPECT_EQ(o.inner, row.inner) << row.finding;
        EXPECT_EQ(o.findings[0].instance, "enterpriseregistration.windows.net");
        EXPECT_FALSE(o.has_fact("drs.reachable"));
        EXPECT_EQ(o.violations, codes{});
    }
}

TEST(plugin_connectivity_drs, the_first_of_several_failures_gives_the_code)
{
    world w = with(status(404));
    w.offered.http = [](const testkit::http_question& q) {
        return q.url == drs ? trouble(DSREG_X_TLS) : trouble(DSREG_X_DNS);
    };
    w.give("drs.webauthn.url", "https://webauthn.contoso.com/");
    const outcome o = run(w);
    EXPECT_EQ(o.codes(), (codes{"drs.connect-tls", "drs.connect-dns"}));
    EXPECT_EQ(o.inner, 0x80072f8fu);
}

TEST(plugin_connectivity_drs, hostile_addresses_are_not_contacted)
{
    for (const char* bad :
         {"http://contoso.com/", "https://127.0.0.1/", "https://localhost:8080/", "https://[::1]/",
          "https://169.254.169.254/latest/", "https://a:b@contoso.com/", "file:///etc/shadow",
          "https://contoso.com\r\nX: y/", "https://contoso.com\\@evil.com/", "https://.com/"}) {
        codes asked;
        world w = with(status(404), &asked);
        w.give("drs.key.url", bad);
        const outcome o = run(w);
        EXPECT_EQ(o.result, DSREG_PASS) << bad;
        EXPECT_EQ(asked, codes{drs}) << bad;
        EXPECT_EQ(o.codes(), codes{"drs.endpoint-malformed"}) << bad;
        EXPECT_EQ(o.violations, codes{});
    }
}

TEST(plugin_connectivity_drs, nothing_usable_is_the_fault_of_discovery)
{
    world w = with(status(404));
    w.inputs.back().val.s = "nonsense";
    const outcome o = run(w);
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.reason, DSREG_SKIP_MISSING_INPUT);
    EXPECT_EQ(o.about, "drs.join.url");
}

TEST(plugin_connectivity_drs, a_service_error_concludes_nothing)
{
    http_answer a;
    a.carried = DSREG_E_SERVICE;
    EXPECT_EQ(run(with(a)).concluded, 0);
}

} // namespace
