// net.tls-inspection: only an issuer that this machine does not know is certain.
#include "bundled.h"

#include <gtest/gtest.h>

#include <map>

namespace {

using testkit::net_answer;
using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;

const std::string device = "device.login.microsoftonline.com";
const std::string drs = "enterpriseregistration.windows.net";

net_answer answer(uint32_t error = DSREG_X_NONE, int32_t native = 0)
{
    net_answer a;
    a.error = error;
    a.native = native;
    a.certs = {{"CN=server", "CN=Issuer,O=Lab", "ab12"}, {"CN=Issuer,O=Lab", "CN=Root", "cd34"}};
    return a;
}

world with(const std::map<std::string, std::string>& states, const net_answer& of_device,
           const net_answer& of_drs)
{
    world w;
    w.offered.net = [=](const std::string& host, uint16_t port) {
        EXPECT_EQ(port, 443);
        EXPECT_TRUE(host == device || host == drs) << host;
        return host == device ? of_device : of_drs;
    };
    w.give("net.endpoint", "what it says", "login.microsoftonline.com");
    for (const auto& [host, state] : states) w.give("net.endpoint-state", state, host);
    return w;
}

outcome run(const world& w)
{
    static const bundled_module m(bundled("connectivity"));
    return m.run("net.tls-inspection", w);
}

const std::map<std::string, std::string> reachable = {{device, "ok"}, {drs, "ok"}};

TEST(plugin_connectivity_tls, trusted_certificates_pass_and_their_issuers_are_shown)
{
    const outcome o = run(with(reachable, answer(), answer()));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("net.issuer", device), "CN=Issuer,O=Lab");
    EXPECT_EQ(o.fact_of("net.issuer", drs), "CN=Issuer,O=Lab");
    EXPECT_EQ(o.fact_of("net.fingerprint", drs), "ab12");
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_connectivity_tls, an_issuer_that_is_not_known_is_inspection)
{
    for (const int32_t code : {2, 18, 19, 20, 21}) {
        const outcome o = run(with(reachable, answer(DSREG_X_TLS, code), answer()));
        EXPECT_EQ(o.result, DSREG_FAIL) << code;
        EXPECT_EQ(o.outer, 0x80072f8fu);
        EXPECT_EQ(o.codes(), codes{"net.tls-inspected"});
        EXPECT_EQ(o.about, "");
        EXPECT_EQ(o.findings[0].instance, device);
        EXPECT_EQ(o.evidence("net.tls-inspected", "certificate-issuer"), "CN=Issuer,O=Lab");
        EXPECT_EQ(o.evidence("net.tls-inspected", "chain-ends-at"), "CN=Root");
        EXPECT_EQ(o.evidence("net.tls-inspected", "verify-code"), std::to_string(code));
        EXPECT_EQ(o.violations, codes{});
    }
    const outcome both = run(with(reachable, answer(DSREG_X_TLS, 20), answer(DSREG_X_TLS, 19)));
    EXPECT_EQ(both.findings.size(), 2u);
}

TEST(plugin_connectivity_tls, what_the_test_of_the_hosts_has_told_is_not_told_again)
{
    const net_answer box = answer(DSREG_X_TLS, 20);
    const outcome o = run(with({{device, "tls"}, {drs, "tls"}}, box, box));
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.outer, 0x80072f8fu);
    EXPECT_EQ(o.codes(), (codes{"net.tls-issuer", "net.tls-issuer"}));
    EXPECT_EQ(o.evidence("net.tls-issuer", "certificate-issuer"), "CN=Issuer,O=Lab");
    EXPECT_EQ(o.about, "net.endpoint-state");
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_connectivity_tls, a_failure_of_another_host_is_no_root_cause)
{
    world w = with(reachable, answer(DSREG_X_TLS, 20), answer());
    w.give("net.endpoint-state", "dns", "graph.microsoft.com");
    const outcome o = run(w);
    EXPECT_EQ(o.codes(), codes{"net.tls-inspected"});
    EXPECT_EQ(o.about, "");
    // Nor is one that explains only half of it.
    const net_answer box = answer(DSREG_X_TLS, 20);
    EXPECT_EQ(run(with({{device, "tls"}, {drs, "ok"}}, box, box)).about, "");
}

TEST(plugin_connectivity_tls, an_expired_certificate_or_another_name_is_no_inspection)
{
    for (const int32_t code : {10, 62, 0}) {
        const outcome o =
            run(with(reachable, answer(DSREG_X_TLS, code), answer(DSREG_X_TLS, code)));
        EXPECT_EQ(o.result, DSREG_SKIP) << code;
        EXPECT_EQ(o.reason, DSREG_SKIP_MISSING_INPUT);
        EXPECT_EQ(o.about, "net.endpoint");
        EXPECT_EQ(o.violations, codes{});
    }
}

TEST(plugin_connectivity_tls, without_a_connection_there_is_nothing_to_judge)
{
    world w = with({{device, "dns"}, {drs, "timeout"}}, answer(), answer());
    w.offered.net = [](const std::string&, uint16_t) -> net_answer {
        throw std::logic_error("asked");
    };
    const outcome o = run(w);
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.about, "net.endpoint");
}

TEST(plugin_connectivity_tls, one_host_that_can_be_reached_is_enough)
{
    net_answer dead = answer(DSREG_X_CONNECT);
    dead.certs.clear();
    const outcome o = run(with({{device, "refused"}, {drs, "ok"}}, dead, answer()));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("net.issuer", device), "");
}

} // namespace
