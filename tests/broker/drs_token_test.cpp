// The token itself: asked for by the tenant, from a broker that runs or is started.
#include "broker/stage.h"
#include "broker/tokens.h"
#include "dsreg/svc/broker.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::test;

namespace {

constexpr const char* vendor_path = "/opt/microsoft/identity-broker/bin/microsoft-identity-broker";
const std::string first = "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234";
const std::string second = "11112222-bbbb-3333-cccc-4444dddd5555";
const std::string token = token_of(R"({"aud":"x"})");

struct given {
    wire::broker_error error;
    wire::broker_info who;
    std::string token = "kept";
};

given ask(const stage& s, const std::string& tenant, bool may_start = false)
{
    given g;
    g.error = s.ask([&](broker::session_broker& b) {
        return b.drs_token(tenant, {soon(), may_start}, g.token, g.who);
    });
    return g;
}

void play_two_tenants(stage& s)
{
    s.says("getAccounts.json",
           R"({"accounts":[{"homeAccountId":"o1.t1","username":"a","realm":")" + first +
               R"("},{"homeAccountId":"o2.t2","username":"b","realm":")" + second + R"("}]})");
    s.says("acquireTokenSilently.json",
           R"({"brokerTokenResponse":{"accessToken":")" + token + R"("}})");
    s.run(vendor_path);
}

std::string asked_for(const stage& s)
{
    std::ifstream in(s.words() + "/asked");
    std::string line, last;
    while (std::getline(in, line)) last = line;
    const std::size_t at = last.find(R"("homeAccountId":")");
    return at == last.npos ? last : last.substr(at + 17, 5);
}

} // namespace

TEST(drs_token, is_of_the_first_account_of_the_tenant)
{
    stage s;
    play_two_tenants(s);
    for (const auto& [tenant, account] : {std::pair(std::string(), "o1.t1"),
                                          std::pair(first, "o1.t1"), std::pair(second, "o2.t2")}) {
        const given g = ask(s, tenant);
        EXPECT_EQ(g.error.kind, DSREG_X_NONE) << g.error.text;
        EXPECT_EQ(g.token, token);
        EXPECT_EQ(asked_for(s), account);
        EXPECT_EQ(g.who.pid, s.broker.pid());
        EXPECT_EQ(g.who.vendor, DSREG_BROKER_MICROSOFT);
        EXPECT_EQ(g.who.error.kind, DSREG_X_NONE);
    }
}

TEST(drs_token, nobody_of_the_tenant)
{
    stage s;
    play_two_tenants(s);
    const given g = ask(s, "00000000-bbbb-3333-cccc-4444dddd5555");
    EXPECT_EQ(g.error.kind, DSREG_X_NOT_FOUND);
    EXPECT_EQ(g.error.text,
              "nobody of tenant 00000000-bbbb-3333-cccc-4444dddd5555 is signed in to the broker");
    EXPECT_EQ(g.token, "kept");
    EXPECT_EQ(g.who.error.kind, DSREG_X_NONE); // there is a broker
    EXPECT_NE(g.who.pid, 0);
}

TEST(drs_token, a_refusal_names_the_request_by_what_was_sent)
{
    stage s;
    s.says("getAccounts.json", R"({"accounts":[{"homeAccountId":"o1.t1","username":"a"}]})");
    s.says("acquireTokenSilently.json",
           R"({"brokerTokenResponse":{"error":{"status":2,"context":"AADSTS50078: too old"}}})");
    s.run(vendor_path);
    const given g = ask(s, "");
    EXPECT_EQ(g.error.kind, DSREG_X_REFUSED);
    EXPECT_EQ(g.error.aadsts, 50078u);
    EXPECT_EQ(g.error.correlation.size(), 36u);
    EXPECT_EQ(g.token, "kept");
}

TEST(drs_token, nobody_there_is_described)
{
    const stage s;
    const given g = ask(s, "", true);
    EXPECT_EQ(g.error.kind, DSREG_X_NOT_FOUND);
    EXPECT_EQ(g.who.error.kind, DSREG_X_NOT_FOUND);
    EXPECT_EQ(g.who.pid, 0);
    EXPECT_FALSE(g.who.activatable);
}

TEST(drs_token, one_that_cannot_be_started_is_described_with_the_bus_error)
{
    const stage s{{{"com.microsoft.identity.broker1", "/bin/false"}}};
    const given g = ask(s, "", true);
    EXPECT_EQ(g.error.dbus_error.rfind("org.freedesktop.DBus.Error.Spawn.", 0), 0u)
        << g.error.dbus_error;
    EXPECT_EQ(g.who.error.dbus_error, g.error.dbus_error);
    EXPECT_TRUE(g.who.activatable);
    EXPECT_EQ(g.who.pid, 0);
}
