#include "world/entra.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace dsreg::lab {
namespace {

web_response get(const scenario& s, const std::string& host, const std::string& target)
{
    web_request r;
    r.tls = true;
    r.host = host;
    r.method = "GET";
    r.target = target;
    token_service tokens(s);
    return answer(s, r, tokens);
}

std::string member(const web_response& r, const char* block, const char* name)
{
    const boost::json::value v = boost::json::parse(r.body);
    return std::string(v.at(block).at(name).as_string());
}

TEST(Entra, DiscoveryNamesTheHostsOfItsCloud)
{
    scenario s;
    s.tenant.cloud = "usgov";
    const auto us = get(s, "enterpriseregistration.microsoftonline.us", "/contoso.com/discover");
    EXPECT_EQ(us.status, 200u);
    EXPECT_EQ(member(us, "DeviceJoinService", "JoinResourceId"),
              "urn:ms-drs:enterpriseregistration.microsoftonline.us");
    EXPECT_EQ(member(us, "IdentityProviderService", "PassiveAuthEndpoint"),
              "https://login.microsoftonline.us/" + s.tenant.id + "/wsfed");
}

TEST(Entra, ThePublicHostsAnswerForOtherCloudsWithTheirHosts)
{
    scenario s;
    s.tenant.cloud = "usgov";
    const auto drs = get(s, "enterpriseregistration.windows.net", "/contoso.com/discover");
    EXPECT_EQ(member(drs, "DeviceJoinService", "JoinEndpoint"),
              "https://enterpriseregistration.microsoftonline.us/EnrollmentServer/device/");
    const auto id =
        get(s, "login.microsoftonline.com", "/contoso.com/.well-known/openid-configuration");
    EXPECT_NE(id.body.find(R"("cloud_instance_name":"microsoftonline.us")"), std::string::npos);
    const auto realm = get(s, "login.microsoftonline.us", "/common/UserRealm/contoso.com");
    EXPECT_NE(realm.body.find(R"("account_type":"Managed")"), std::string::npos);
    EXPECT_NE(realm.body.find(R"("cloud_instance_name":"microsoftonline.us")"), std::string::npos);
}

TEST(Entra, ATenantOfThePublicCloudIsNotKnownElsewhere)
{
    const scenario s;
    EXPECT_EQ(get(s, "enterpriseregistration.microsoftonline.us", "/contoso.com/discover").status,
              400u);
    const auto realm = get(s, "login.partner.microsoftonline.cn", "/common/UserRealm/contoso.com");
    EXPECT_NE(realm.body.find("Unknown"), std::string::npos);
    const auto id =
        get(s, "login.microsoftonline.us", "/contoso.com/.well-known/openid-configuration");
    EXPECT_NE(id.body.find("AADSTS90002"), std::string::npos);
}

TEST(Entra, OldContractPathGivesTheSameDocument)
{
    const scenario s;
    const std::string host = "enterpriseregistration.windows.net";
    EXPECT_EQ(get(s, host, "/contoso.com/enrollmentserver/contract?api-version=1.0").body,
              get(s, host, "/" + s.tenant.id + "/Discover?api-version=1.9").body);
}

TEST(Entra, UserRealmByDomainUserAndQuery)
{
    scenario s;
    const std::string host = "login.microsoftonline.com";
    const auto realm = get(s, host, "/common/UserRealm/contoso.com?api-version=1.0");
    EXPECT_EQ(realm.body, get(s, host, "/common/userrealm/bob@Contoso.com").body);
    EXPECT_EQ(realm.body, get(s, host, "/common/UserRealm/?user=contoso.com&api-version=1.0").body);
    EXPECT_NE(realm.body.find(R"("account_type":"Managed")"), std::string::npos);
    EXPECT_NE(get(s, host, "/common/UserRealm/other.com").body.find("Unknown"), std::string::npos);
    s.tenant.realm = "Federated";
    EXPECT_NE(get(s, host, "/common/UserRealm/contoso.com").body.find("services/trust/mex"),
              std::string::npos);
}

TEST(Entra, OpenidVersionsDifferInTheirIssuer)
{
    const scenario s;
    const std::string host = "login.microsoftonline.com";
    const auto v1 = get(s, host, "/contoso.com/.well-known/openid-configuration");
    const auto v2 = get(s, host, "/contoso.com/v2.0/.well-known/openid-configuration");
    EXPECT_NE(v1.body.find("https://sts.windows.net/" + s.tenant.id + "/\""), std::string::npos);
    EXPECT_NE(v2.body.find("/" + s.tenant.id + "/v2.0\""), std::string::npos);
    const auto none = get(s, host, "/fabrikam.com/.well-known/openid-configuration");
    EXPECT_EQ(none.status, 400u);
    EXPECT_NE(none.body.find("AADSTS90002"), std::string::npos);
}

TEST(Entra, TheFirstFaultThatFitsWins)
{
    scenario s;
    s.http.resize(2);
    s.http[0].path = "/contoso.com/*";
    s.http[0].status = 503;
    s.http[1].host = "login.*";
    s.http[1].location = "https://portal.example/";
    s.http[1].status = 302;
    EXPECT_EQ(get(s, "login.windows.net", "/contoso.com/x?q=1").status, 503u);
    const auto moved = get(s, "login.windows.net", "/");
    EXPECT_EQ(moved.status, 302u);
    ASSERT_EQ(moved.headers.size(), 1u);
    EXPECT_EQ(moved.headers[0].second, "https://portal.example/");
    EXPECT_EQ(get(s, "packages.microsoft.com", "/").status, 200u);
}

TEST(Entra, OddTargetsAreAnswered)
{
    const scenario s;
    for (const std::string target : {"", "?", "//", "/a//b///", "/common/UserRealm/@", "/%00"}) {
        for (const std::string host : {"login.windows.net", "enterpriseregistration.windows.net"}) {
            EXPECT_GE(get(s, host, target).status, 200u) << target;
        }
    }
}

} // namespace
} // namespace dsreg::lab
