// What the reference broker publishes beyond the vendors' brokers.
#include "reference/replies.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace dsreg::lab {
namespace {

namespace json = boost::json;

constexpr int64_t now = 1'700'000'000;

json::value ask(const scenario& s, const std::string& request = "{}")
{
    return json::parse(reply(s, {state_method, "cid", request, now}));
}

TEST(BrokerState, TimesAreOfTheMachinesClock)
{
    scenario s;
    s.machine.clock_offset_s = 600;
    const json::value v = ask(s);
    EXPECT_TRUE(v.at("prt").at("present").as_bool());
    EXPECT_EQ(v.at("prt").at("cachedAt").as_int64(), now + 600 - 7 * 86'400);
    EXPECT_EQ(v.at("prt").at("refreshedAt").as_int64(), now + 600 - 3600);
    EXPECT_EQ(v.at("prt").at("expiresAt").as_int64(), now + 600 + 90 * 86'400);
    EXPECT_EQ(v.at("prt").at("sessionKeyProtocol").as_string(), "3.1");
    EXPECT_EQ(v.at("prt").at("authority").as_string(),
              "https://login.microsoftonline.com/" + s.tenant.id);
}

TEST(BrokerState, WithoutAPrtThereAreNoTimes)
{
    scenario s;
    s.broker.prt.present = false;
    const json::object prt = ask(s).at("prt").as_object();
    EXPECT_FALSE(prt.at("present").as_bool());
    EXPECT_TRUE(prt.contains("authority"));
    EXPECT_EQ(prt.size(), 2u);
    s.broker.accounts.clear();
    EXPECT_EQ(ask(s).at("prt").as_object().size(), 1u);
}

TEST(BrokerState, AnUnknownAccountIsAnError)
{
    const scenario s;
    const std::string id = s.broker.accounts[0].object_id + "." + s.tenant.id;
    EXPECT_TRUE(ask(s, R"({"homeAccountId":")" + id + "\"}").at("prt").at("present").as_bool());
    const json::value v = ask(s, R"({"homeAccountId":"x.y"})");
    EXPECT_EQ(v.at("error").at("status").as_int64(), 16);
    EXPECT_EQ(ask(s, "[]").at("error").at("status").as_int64(), 6);
}

TEST(BrokerState, TheDeviceAndItsManagement)
{
    scenario s;
    json::value v = ask(s);
    EXPECT_EQ(v.at("device").at("deviceId").as_string(), s.device.id);
    EXPECT_EQ(v.at("device").at("tenantDomain").as_string(), "contoso.com");
    EXPECT_EQ(v.at("device").at("mode").as_string(), "Exclusive");
    EXPECT_NE(v.at("mdm").at("url").as_string(), "");
    s.broker.mdm.url.clear();
    EXPECT_EQ(ask(s).at("mdm").at("url").as_string(), ""); // known to be empty
    s.broker.mdm.known = false;
    EXPECT_FALSE(ask(s).as_object().contains("mdm"));
    s = {};
    s.device.registered = false;
    v = ask(s);
    EXPECT_FALSE(v.at("device").at("registered").as_bool());
    EXPECT_FALSE(v.at("device").as_object().contains("deviceId"));
    EXPECT_FALSE(v.as_object().contains("mdm"));
}

TEST(BrokerState, AttemptsAreThereWhenTheyFailed)
{
    scenario s;
    EXPECT_FALSE(ask(s).as_object().contains("acquire"));
    EXPECT_FALSE(ask(s).as_object().contains("refresh"));
    s.broker.refresh.there = true;
    s.broker.refresh.ago_s = 30;
    s.broker.refresh.server_text = "AADSTS50126: x";
    const json::object a = ask(s).at("refresh").as_object();
    EXPECT_EQ(a.at("time").as_int64(), now - 30);
    EXPECT_EQ(a.at("user").as_string(), "alice@contoso.com");
    EXPECT_EQ(a.at("httpStatus").as_int64(), 400);
    EXPECT_EQ(a.at("httpError").as_string(), "0x0");
    EXPECT_EQ(a.at("serverText").as_string(), "AADSTS50126: x");
    EXPECT_FALSE(a.contains("code"));
    EXPECT_FALSE(a.contains("endpoint"));
}

TEST(BrokerState, FaultsAreFaultsHereToo)
{
    scenario s;
    s.broker.fault = "error";
    s.broker.error.status = 5;
    EXPECT_EQ(ask(s).at("error").at("status").as_int64(), 5);
}

TEST(BrokerState, TheVendorsPublishNothing)
{
    for (const char* kind : {"java", "cpp", "himmelblau"}) {
        scenario s;
        s.broker.kind = kind;
        EXPECT_FALSE(ask(s).as_object().contains("prt")) << kind;
    }
    for (const std::string& method : broker_methods()) EXPECT_NE(method, state_method);
}

TEST(BrokerState, EnvironmentsFollowTheCloud)
{
    scenario s;
    EXPECT_EQ(account_environment(s), "login.windows.net");
    s.tenant.cloud = "usgov";
    EXPECT_EQ(account_environment(s), "login.microsoftonline.us");
    EXPECT_EQ(ask(s).at("prt").at("authority").as_string(),
              "https://login.microsoftonline.us/" + s.tenant.id);
    s.tenant.cloud = "china";
    EXPECT_EQ(account_environment(s), "login.partner.microsoftonline.cn");
}

} // namespace
} // namespace dsreg::lab
