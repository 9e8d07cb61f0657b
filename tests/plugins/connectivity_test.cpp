// net.endpoints: every host of a cloud, and what it means when they fail together or alone.
#include "bundled.h"

#include <gtest/gtest.h>

#include <map>
#include <sstream>

namespace {

using testkit::net_answer;
using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;

const bundled_module& module()
{
    static const bundled_module m(bundled("connectivity"));
    return m;
}

outcome run(const world& w)
{
    return module().run("net.endpoints", w);
}

net_answer good()
{
    net_answer a;
    a.address = "192.0.2.7";
    a.tls_version = "TLSv1.3";
    return a;
}

net_answer bad(uint32_t error, int32_t native = 0)
{
    net_answer a;
    a.error = error;
    a.native = native;
    a.text = "words of a library after 17 ms";
    return a;
}

// A certificate that is not valid now, from an authority that is known here or not.
net_answer dated(int32_t native, bool trusted)
{
    net_answer a = bad(DSREG_X_TLS, native);
    a.certs = {{"CN=host", "CN=A CA", "00", trusted}};
    return a;
}

// All hosts answer like `usual`, but for those in `others`.
world with(const net_answer& usual, const std::map<std::string, net_answer>& others = {})
{
    world w;
    w.offered.net = [=](const std::string& host, uint16_t) {
        const auto it = others.find(host);
        return it == others.end() ? usual : it->second;
    };
    return w;
}

TEST(plugin_connectivity, descriptor_keeps_the_rules)
{
    EXPECT_EQ(descriptor_faults(module().get()), codes{});
    EXPECT_EQ(std::string(module().get().id), "dsreg.connectivity");
}

TEST(plugin_connectivity, every_host_of_each_cloud_is_checked_and_only_the_needed_ones_can_fail)
{
    for (const std::string cloud : {"public", "usgov", "china"}) {
        std::istringstream lines(fixture("connectivity", "hosts-" + cloud + ".txt"));
        std::string host, need;
        codes expected, seen;
        while (lines >> host >> need) {
            expected.push_back(host);
            world w = with(good(), {{host, bad(DSREG_X_TIMEOUT)}});
            w.give("run.cloud", cloud);
            const outcome o = run(w);
            const bool needed = need == "needed";
            EXPECT_EQ(o.result, needed ? DSREG_FAIL : DSREG_PASS) << host;
            EXPECT_EQ(o.codes(), codes{needed ? "net.host-timeout" : "net.optional-host"}) << host;
            ASSERT_EQ(o.findings.size(), 1u);
            EXPECT_EQ(o.findings[0].instance, host);
            EXPECT_NE(o.evidence(o.findings[0].code, "use"), "");
            EXPECT_EQ(o.violations, codes{});
        }
        world w = with(good());
        w.give("run.cloud", cloud);
        for (const auto& f : run(w).facts)
            if (f.key == "net.endpoint") seen.push_back(f.instance);
        EXPECT_EQ(seen, expected) << cloud;
    }
}

TEST(plugin_connectivity, a_good_row_says_so_and_holds_no_time)
{
    const outcome o = run(with(good()));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("net.endpoint", "login.microsoftonline.com"), "reachable (TLSv1.3)");
    EXPECT_EQ(o.fact_of("net.endpoint-state", "login.microsoftonline.com"), "ok");
    EXPECT_EQ(o.codes(), codes{});
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_connectivity, the_cloud_comes_from_the_account_when_nobody_said_one)
{
    world w = with(good());
    w.give("user.environment", "login.microsoftonline.us", "a");
    EXPECT_TRUE(run(w).fact_of("net.endpoint", "login.microsoftonline.com").empty());
    EXPECT_FALSE(run(w).fact_of("net.endpoint", "login.microsoftonline.us").empty());
    w.give("run.cloud", "public");
    EXPECT_FALSE(run(w).fact_of("net.endpoint", "login.microsoftonline.com").empty());
    w = with(good());
    w.give("run.cloud", "mars").state("user.environment", DSREG_IN_BROKEN);
    EXPECT_FALSE(run(w).fact_of("net.endpoint", "login.microsoftonline.com").empty());
}

TEST(plugin_connectivity, each_class_of_a_host_has_its_finding_and_its_code)
{
    const struct {
        net_answer answer;
        const char* finding;
        uint32_t code;
        const char* state;
    } table[] = {
        {bad(DSREG_X_DNS, -2), "net.host-dns", 0x80072ee7u, "dns"},
        {bad(DSREG_X_CONNECT, 111), "net.host-refused", 0x80072efdu, "refused"},
        {bad(DSREG_X_ACCESS, 1), "net.host-refused", 0x80072efdu, "refused"},
        {bad(DSREG_X_TIMEOUT), "net.host-timeout", 0x80072ee2u, "timeout"},
        {bad(DSREG_X_TLS, 10), "net.host-tls", 0x80072f8fu, "tls"},
        {bad(DSREG_X_DISCONNECTED, 104), "net.host-reset", 0x80072efeu, "reset"},
        {bad(DSREG_X_PROTOCOL), "net.host-reset", 0x8007000du, "protocol"},
        {bad(DSREG_X_PROXY), "net.proxy", 0x80072efdu, "proxy"},
        {bad(DSREG_X_PROXY, 407), "net.proxy", 0xcaa30197u, "proxy"},
        {bad(DSREG_X_PROXY, 93), "net.proxy-unsupported", 0x80072efdu, "proxy"},
        {bad(DSREG_X_PROXY, 22), "net.proxy-unsupported", 0x80072efdu, "proxy"},
        {bad(DSREG_X_TLS, 20), "net.tls-inspected", 0x80072f8fu, "tls"}, // of this host
        {bad(4711), "net.host-refused", 0x80072efdu, "refused"},
    };
    const std::string host = "enterpriseregistration.windows.net";
    for (const auto& row : table) {
        const outcome o = run(with(good(), {{host, row.answer}}));
        EXPECT_EQ(o.result, DSREG_FAIL) << row.finding;
        EXPECT_EQ(o.codes(), codes{row.finding});
        EXPECT_EQ(o.outer, row.code) << row.finding;
        EXPECT_EQ(o.inner, 0u);
        EXPECT_EQ(o.fact_of("net.endpoint-state", host), row.state);
        EXPECT_EQ(o.fact_of("net.endpoint", host).rfind("unreachable: ", 0), 0u);
        EXPECT_EQ(o.evidence(row.finding, "error"), ""); // it held a measured time
        EXPECT_EQ(o.violations, codes{});
    }
}

TEST(plugin_connectivity, a_refused_connection_says_which_kind)
{
    const std::string host = "login.microsoftonline.com";
    const std::pair<int32_t, const char*> table[] = {{111, "connection refused"},
                                                     {101, "network unreachable"},
                                                     {113, "no route to the host"},
                                                     {13, "blocked on this machine"},
                                                     {5, ""}};
    for (const auto& [native, cause] : table)
        EXPECT_EQ(run(with(good(), {{host, bad(DSREG_X_CONNECT, native)}}))
                      .evidence("net.host-refused", "cause"),
                  cause);
}

TEST(plugin_connectivity, hosts_that_fail_in_different_ways_are_named_one_by_one)
{
    const outcome o =
        run(with(bad(DSREG_X_TIMEOUT), {{"login.microsoftonline.com", bad(DSREG_X_DNS)}}));
    EXPECT_EQ(o.findings.size(), 10u);
    EXPECT_EQ(o.findings[0].code, "net.host-dns");
    EXPECT_EQ(o.outer, 0x80072ee7u); // of the first needed one
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_connectivity, hosts_that_all_fail_alike_are_one_finding)
{
    net_answer silent_dns = bad(DSREG_X_TIMEOUT);
    silent_dns.resolved = false;
    const struct {
        net_answer answer;
        const char* finding;
        uint32_t code;
    } table[] = {
        {bad(DSREG_X_DNS, -3), "net.dns-broken", 0x80072ee7u},
        {silent_dns, "net.dns-broken", 0x80072ee7u},
        {bad(DSREG_X_CONNECT, 101), "net.no-network", 0x80072efdu},
        {bad(DSREG_X_TIMEOUT), "net.no-network", 0x80072ee2u},
        {bad(DSREG_X_TLS, 9), "net.tls-broken", 0x80072f8fu},
        {bad(DSREG_X_TLS, 20), "net.tls-broken", 0x80072f8fu},
        {dated(9, true), "net.tls-clock", 0x80072f8fu},
        {dated(10, true), "net.tls-clock", 0x80072f8fu},
        {dated(10, false), "net.tls-broken", 0x80072f8fu}, // nobody knows who made it
        {bad(DSREG_X_PROXY, 407), "net.proxy", 0xcaa30197u},
        {bad(DSREG_X_PROXY, 93), "net.proxy-unsupported", 0x80072efdu},
    };
    for (const auto& row : table) {
        const outcome o = run(with(row.answer));
        EXPECT_EQ(o.codes(), codes{row.finding});
        EXPECT_EQ(o.outer, row.code) << row.finding;
        EXPECT_EQ(o.evidence(row.finding, "hosts"), "10");
        EXPECT_EQ(o.findings[0].instance, "");
        EXPECT_TRUE(o.has_fact("net.endpoint")); // the rows stay
        EXPECT_EQ(o.violations, codes{});
    }
}

TEST(plugin_connectivity, a_machine_without_a_route_has_no_network_whatever_the_names_say)
{
    const struct {
        const char* v4;
        const char* v6;
        const char* finding;
    } table[] = {
        {"proc-net-route-empty.txt", "proc-net-ipv6-route-lo.txt", "net.no-network"},
        {"proc-net-route-empty.txt", "", "net.no-network"},
        {"proc-net-route-empty.txt", "proc-net-ipv6-route.txt", "net.dns-broken"},
        {"proc-net-route.txt", "proc-net-ipv6-route-lo.txt", "net.dns-broken"},
        {"", "", "net.dns-broken"}, // a lab has no such file
    };
    for (const auto& row : table) {
        world w = with(bad(DSREG_X_DNS, -3));
        w.offered.fs = [&](const std::string& path) {
            const std::string name = path == "/proc/net/route" ? row.v4 : row.v6;
            testkit::fs_answer a;
            if (name.empty())
                a.error = DSREG_X_NOT_FOUND;
            else
                a.bytes = fixture("connectivity", name);
            return a;
        };
        EXPECT_EQ(run(w).codes(), codes{row.finding}) << row.v4 << " " << row.v6;
        EXPECT_EQ(run(w).violations, codes{});
    }
    world w = with(bad(DSREG_X_DNS, -3)); // what cannot be read proves nothing
    w.offered.fs = [](const std::string&) {
        testkit::fs_answer a;
        a.status = DSREG_E_SERVICE;
        return a;
    };
    EXPECT_EQ(run(w).codes(), codes{"net.dns-broken"});
}

TEST(plugin_connectivity, a_proxy_is_reported_with_its_source)
{
    net_answer a = good();
    a.proxy = "proxy.contoso.com:8080";
    a.proxy_source = "HTTPS_PROXY";
    const outcome o = run(with(a));
    EXPECT_EQ(o.fact_of("net.endpoint-proxy", "login.microsoftonline.com"), a.proxy);
    EXPECT_EQ(o.result, DSREG_PASS);
    a.error = DSREG_X_PROXY;
    const outcome refused = run(with(a));
    EXPECT_EQ(refused.evidence("net.proxy", "proxy-source"), "HTTPS_PROXY");
    EXPECT_EQ(refused.findings[0].message, "the proxy (HTTPS_PROXY) lets no host through");
    const std::string host = "login.microsoftonline.com";
    EXPECT_EQ(run(with(good(), {{host, a}})).findings[0].message,
              host + ": the proxy (HTTPS_PROXY) does not let it through");
    a.native = 407;
    EXPECT_EQ(run(with(a)).findings[0].message,
              "the proxy (HTTPS_PROXY) asks for a sign-in and lets no host through");
    a.native = 93; // dsreg's own limit, not the proxy's fault
    EXPECT_EQ(run(with(a)).findings[0].message,
              "the proxy (HTTPS_PROXY) is of a kind that dsreg cannot use");
}

TEST(plugin_connectivity, another_hosts_unknown_issuer_is_its_own_trouble)
{
    EXPECT_EQ(run(with(good(), {{"login.microsoftonline.com", bad(DSREG_X_TLS, 20)}})).codes(),
              codes{"net.host-tls"});
    EXPECT_EQ(
        run(with(good(), {{"device.login.microsoftonline.com", bad(DSREG_X_TLS, 20)}})).codes(),
        codes{"net.tls-inspected"});
}

TEST(plugin_connectivity, extra_hosts_are_needed_hosts)
{
    world w = with(good(), {{"sts.contoso.com", bad(DSREG_X_CONNECT, 111)}});
    w.settings["extra-hosts"] =
        "sts.contoso.com:8443\n\nproxy.contoso.com\nlogin.microsoftonline.com";
    const outcome o = run(w);
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{"net.host-refused"});
    EXPECT_EQ(o.findings[0].instance, "sts.contoso.com:8443");
    EXPECT_EQ(o.fact_of("net.endpoint", "proxy.contoso.com"), "reachable (TLSv1.3)");
    EXPECT_EQ(o.facts.size(), 2u * 12); // 10 of the cloud, two that are new
}

TEST(plugin_connectivity, extra_hosts_that_are_none_are_a_worry)
{
    for (const char* entry : {"http://x.com", "a b.com", "localhost", "x.com:0", "x.com/path",
                              "alice@x.com", "10.0.0.1", "x.com:port", "x.com?y", "\\x.com"}) {
        world w = with(good());
        w.settings["extra-hosts"] = entry;
        const outcome o = run(w);
        EXPECT_EQ(o.codes(), codes{"net.extra-host-malformed"}) << entry;
        EXPECT_EQ(o.result, DSREG_PASS);
        EXPECT_EQ(o.facts.size(), 2u * 10);
    }
    std::string many;
    for (int i = 0; i < 20; i++) many += "h" + std::to_string(i) + ".contoso.com\n";
    world w = with(good());
    w.settings["extra-hosts"] = many;
    EXPECT_EQ(run(w).facts.size(), 2u * 26);
    EXPECT_EQ(run(w).findings.size(), 1u); // one for all that were left out
}

TEST(plugin_connectivity, a_service_error_concludes_nothing)
{
    world w = with(good());
    w.offered.net_status = DSREG_E_SERVICE;
    EXPECT_EQ(run(w).concluded, 0);
    w.give("net.endpoint", "reachable", "login.microsoftonline.com");
    EXPECT_EQ(module().run("net.tls-inspection", w).concluded, 0);
}

} // namespace
