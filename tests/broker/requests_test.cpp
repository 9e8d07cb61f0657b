#include "base/guid.h"
#include "broker/requests.h"

#include "base/text.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::broker;
namespace json = boost::json;

TEST(requests, correlations_are_new_uuids_of_version_4)
{
    const std::string a = new_guid(), b = new_guid();
    std::string lower;
    EXPECT_TRUE(parse_guid(a, lower));
    EXPECT_EQ(a, lower);
    EXPECT_EQ(a[14], '4');
    EXPECT_NE(std::string("89ab").find(a[19]), std::string::npos);
    EXPECT_NE(a, b);
}

TEST(requests, the_type_matches_the_method_and_the_account_goes_back_whole)
{
    const json::object account{
        {"homeAccountId", "o.t"}, {"username", "u@x"}, {"own", json::array{1}}};
    const json::object drs = json::parse(drs_token_request(account)).as_object();
    const json::object& p = drs.at("authParameters").as_object();
    EXPECT_EQ(p.at("authorizationType"), 1);
    EXPECT_EQ(p.at("account"), account);
    EXPECT_EQ(p.at("username"), "u@x");
    EXPECT_EQ(p.at("requestedScopes"),
              json::array({"01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9/.default"}));

    const json::object cookie = json::parse(cookie_request(account)).as_object();
    EXPECT_EQ(cookie.at("authParameters").at("authorizationType"), 8);
    EXPECT_EQ(cookie.at("account"), account);
    EXPECT_EQ(cookie.at("ssoUrl"), cookie.at("authParameters").at("ssoUrl"));
    EXPECT_EQ(cookie.at("mamEnrollment"), false);
    EXPECT_TRUE(json::parse(version_request()).at("msalCppVersion").is_string());
    EXPECT_TRUE(json::parse(accounts_request()).at("clientId").is_string());
}

TEST(requests, an_account_without_a_name_is_asked_for_all_the_same)
{
    const json::value v = json::parse(drs_token_request({}));
    EXPECT_EQ(v.at("authParameters").at("username"), "");
}

TEST(requests, a_removal_names_the_account_whole)
{
    const json::object account{{"homeAccountId", "o.t"}, {"unknown", json::array{1, 2}}};
    const json::object asked = json::parse(removal_request(account)).as_object();
    EXPECT_EQ(asked.at("account"), account);
    EXPECT_TRUE(asked.at("clientId").is_string());
    EXPECT_EQ(asked.size(), 2u);
}
