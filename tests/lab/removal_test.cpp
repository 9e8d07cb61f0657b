// removeAccount: the vendor's brokers take an account out, Himmelblau says that it cannot.
#include "reference/replies.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace dsreg::lab {
namespace {

namespace json = boost::json;

scenario of(const std::string& kind)
{
    scenario s;
    s.broker.kind = kind;
    s.broker.accounts.push_back(
        {"bob@contoso.com", "Bob", "Example", "8e51f2a7-3c4d-4b6f-a1d9-7702e6c58b14"});
    return s;
}

json::value call(scenario& s, const std::string& method, const std::string& request = "{}")
{
    const broker_call one{method, "cid", request, 1'700'000'000};
    json::value said = json::parse(reply(s, one));
    settle(s, one);
    return said;
}

std::string first_account(scenario& s)
{
    const json::value list = call(s, "getAccounts");
    return json::serialize(json::object{{"account", list.at("accounts").as_array().at(0)}});
}

TEST(BrokerRemoval, TheNamedAccountGoesAndNoOther)
{
    for (const char* kind : {"java", "cpp", "proxy", "reference"}) {
        scenario s = of(kind);
        EXPECT_FALSE(call(s, "removeAccount", first_account(s)).as_object().contains("error"));
        const json::value left = call(s, "getAccounts");
        ASSERT_EQ(left.at("accounts").as_array().size(), 1u) << kind;
        EXPECT_EQ(left.at("accounts").at(0).at("username").as_string(), "bob@contoso.com");
    }
}

TEST(BrokerRemoval, HimmelblauKeepsIt)
{
    scenario s = of("himmelblau");
    const json::value said = call(s, "removeAccount", first_account(s));
    EXPECT_EQ(said.at("error").at("context").as_string(), "Not implemented");
    EXPECT_EQ(s.broker.accounts.size(), 2u);
}

TEST(BrokerRemoval, WhoNamesNoAccountRemovesNone)
{
    scenario s = of("cpp");
    for (const char* request :
         {"{}", "[]", "", R"({"account":{}})", R"({"account":{"homeAccountId":"x.y"}})",
          R"({"account":{"username":"bob@contoso.com"}})", R"({"account":7})"}) {
        EXPECT_TRUE(call(s, "removeAccount", request).as_object().contains("error")) << request;
    }
    EXPECT_EQ(s.broker.accounts.size(), 2u);
}

TEST(BrokerRemoval, OtherCallsLeaveNothingBehind)
{
    scenario s = of("cpp");
    const std::string account = first_account(s);
    for (const std::string& method : broker_methods()) {
        if (method != "removeAccount") (void)call(s, method, account);
    }
    EXPECT_EQ(s.broker.accounts.size(), 2u);
}

} // namespace
} // namespace dsreg::lab
