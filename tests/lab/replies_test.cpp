#include "reference/faults.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace dsreg::lab {
namespace {

namespace json = boost::json;

scenario of(const std::string& kind)
{
    scenario s;
    s.broker.kind = kind;
    return s;
}

json::value ask(const scenario& s, const std::string& method, const std::string& request = "{}")
{
    return json::parse(reply(s, {method, "cid", request, 1'700'000'000}));
}

const std::string silent = R"({"authParameters":{"authorizationType":1,"requestedScopes":
    ["01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9/.default"]}})";

TEST(BrokerReplies, ErrorsStandWhereTheEraPutsThem)
{
    for (const char* kind : {"java", "cpp", "himmelblau"}) {
        scenario s = of(kind);
        s.broker.fault = "error";
        s.broker.error = {2, 0, 595719680, "AADSTS50078: expired", "token_expired"};
        const json::value token = ask(s, "acquireTokenSilently", silent);
        const json::value accounts = ask(s, "getAccounts");
        const bool own = s.broker.kind == "himmelblau";
        EXPECT_EQ(token.as_object().contains("error"), own) << kind;
        ASSERT_TRUE(accounts.as_object().contains("error")) << kind;
        const json::value& error =
            own ? token.at("error") : token.at("brokerTokenResponse").at("error");
        EXPECT_EQ(error.at("context").as_string(), "AADSTS50078: expired");
        EXPECT_EQ(error.at("status").as_int64(), own ? 0 : 2);
        EXPECT_EQ(error.as_object().contains("tag"), !own);
    }
}

TEST(BrokerReplies, AnErrorStandsWhereTheScenarioPutsIt)
{
    for (const char* kind : {"java", "cpp", "himmelblau", "reference"}) {
        for (const char* method : {"getAccounts", "acquireTokenSilently"}) {
            scenario s = of(kind);
            s.broker.fault = "error";
            s.broker.error.where = "top";
            EXPECT_TRUE(ask(s, method, silent).as_object().contains("error")) << kind << method;
            s.broker.error.where = "inside";
            const json::value inside = ask(s, method, silent);
            EXPECT_FALSE(inside.as_object().contains("error")) << kind << method;
            EXPECT_TRUE(inside.at("brokerTokenResponse").as_object().contains("error"));
        }
    }
}

TEST(BrokerReplies, AnAccountOfAnotherTenant)
{
    scenario s = of("cpp");
    account bob;
    bob.object_id = "8e51f2a7-3c4d-4b6f-a1d9-7702e6c58b14";
    bob.tenant_id = "11112222-bbbb-3333-cccc-4444dddd5555";
    s.broker.accounts.push_back(bob);
    const json::value list = ask(s, "getAccounts").at("accounts");
    EXPECT_EQ(list.at(0).at("realm").as_string(), s.tenant.id);
    EXPECT_EQ(list.at(1).at("realm").as_string(), bob.tenant_id);
    EXPECT_EQ(list.at(1).at("homeAccountId").as_string(), bob.object_id + "." + bob.tenant_id);
}

TEST(BrokerFaults, ChangeTheAnswerAsTheyAreNamed)
{
    const std::string good = R"({"accounts":[{"username":"alice"}],"telemetry":{}})";
    EXPECT_EQ(with_fault("none", good), good);
    EXPECT_EQ(with_fault("slow", good), good);
    EXPECT_EQ(with_fault("empty", good), "{}");
    EXPECT_EQ(with_fault("wrong-types", good), R"({"accounts":{},"telemetry":[]})");
    EXPECT_EQ(with_fault("duplicate-keys", R"({"a":1})"), R"({"a":1,"a":1})");
    EXPECT_EQ(with_fault("surrogate", "{}"), R"({"half":"\ud800"})");
    EXPECT_GT(with_fault("huge", good).size(), 10u << 20);
    json::error_code failed;
    json::parse(with_fault("garbage", good), failed);
    EXPECT_TRUE(failed);
    const json::value hostile = json::parse(with_fault("escapes", good));
    EXPECT_EQ(hostile.at("accounts").at(0).at("username").as_string(),
              "\x1b]0;owned\x07\x1b[2J\nalice");
}

TEST(BrokerReplies, TheTokenIsForWhatWasAsked)
{
    const json::value v = ask(of("cpp"), "acquireTokenSilently", silent);
    const json::value& token = v.at("brokerTokenResponse");
    EXPECT_EQ(token.at("grantedScopes").as_string(),
              "urn:ms-drs:enterpriseregistration.windows.net/.default");
    EXPECT_EQ(token.at("expiresOn").as_int64(), 1'700'003'600'000);
    EXPECT_EQ(token.at("extendedExpiresOn").as_int64(), 1'700'003'600'000);
    const json::value own = ask(of("himmelblau"), "acquireTokenSilently", silent);
    EXPECT_EQ(own.at("brokerTokenResponse").at("extendedExpiresOn").as_int64(), 1'700'003'600);
    EXPECT_FALSE(own.at("brokerTokenResponse").as_object().contains("account"));
}

TEST(BrokerReplies, NewBrokersCheckTheAuthorizationType)
{
    const std::string wrong = R"({"authParameters":{"authorizationType":8}})";
    const json::value refused = ask(of("cpp"), "acquireTokenSilently", wrong);
    EXPECT_EQ(refused.at("brokerTokenResponse").at("error").at("status").as_int64(), 6);
    const json::value served = ask(of("java"), "acquireTokenSilently", wrong);
    EXPECT_TRUE(served.at("brokerTokenResponse").as_object().contains("accessToken"));
}

TEST(BrokerReplies, NobodySignedInAndSomebodyElse)
{
    scenario s = of("cpp");
    const std::string other =
        R"({"authParameters":{"authorizationType":1,"account":{"homeAccountId":"x.y"}}})";
    EXPECT_EQ(ask(s, "acquireTokenSilently", other)
                  .at("brokerTokenResponse")
                  .at("error")
                  .at("status")
                  .as_int64(),
              16);
    s.broker.accounts.clear();
    EXPECT_TRUE(ask(s, "getAccounts").at("accounts").as_array().empty());
    EXPECT_EQ(ask(s, "acquireTokenSilently", silent)
                  .at("brokerTokenResponse")
                  .at("error")
                  .at("status")
                  .as_int64(),
              2);
}

TEST(BrokerReplies, HimmelblauKnowsOneAccount)
{
    scenario s = of("himmelblau");
    s.broker.accounts.resize(2);
    EXPECT_EQ(ask(s, "getAccounts").at("accounts").as_array().size(), 1u);
    s.broker.kind = "cpp";
    EXPECT_EQ(ask(s, "getAccounts").at("accounts").as_array().size(), 2u);
}

TEST(BrokerReplies, AnyRequestGetsAnAnswerInJson)
{
    for (const char* kind : {"java", "cpp", "himmelblau", "reference"}) {
        for (const std::string& method : broker_methods()) {
            for (const char* request :
                 {"", "[]", "null", "{}", R"({"authParameters":1})", R"({"authParameters":{}})",
                  R"({"authParameters":{"authorizationType":1,"requestedScopes":[1]}})",
                  R"({"account":[],"authParameters":{"account":7,"username":8}})"}) {
                EXPECT_TRUE(ask(of(kind), method, request).is_object()) << method << request;
            }
        }
    }
}

TEST(BrokerReplies, TokensNameTheDeviceThatIsRegistered)
{
    scenario s = of("reference");
    const auto token = [&] {
        return ask(s, "acquireTokenSilently", silent).at("brokerTokenResponse").at("accessToken");
    };
    const json::value with = token();
    s.device.registered = false;
    EXPECT_GT(with.as_string().size(), token().as_string().size() + 36); // of the id
}

TEST(BrokerReplies, TokensAreUnsigned)
{
    const std::string token = fake_token(R"({"aud":"x"})");
    EXPECT_EQ(token, "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJhdWQiOiJ4In0.ZHNyZWctbGFi");
}

} // namespace
} // namespace dsreg::lab
