#include "scenario.h"

#include <gtest/gtest.h>

namespace dsreg::lab {
namespace {

const std::string head = R"("format":"dsreg-scenario/1","name":"x","description":"y")";

std::string error_of(const std::string& members)
{
    scenario s;
    return parse_scenario("{" + head + (members.empty() ? "" : ",") + members + "}", s).text();
}

TEST(Scenario, DefaultsAreTheHealthyDevice)
{
    scenario s;
    ASSERT_TRUE(parse_scenario("{" + head + "}", s).ok());
    EXPECT_EQ(s.broker.kind, "reference");
    EXPECT_EQ(s.broker.accounts.size(), 1u);
    EXPECT_EQ(s.tenant.domain, "contoso.com");
    EXPECT_EQ(behaviour(s, "login.microsoftonline.com").dns, "answer");
    EXPECT_EQ(behaviour(s, "example.com").dns, "nxdomain");
}

TEST(Scenario, ErrorsNameThePlace)
{
    EXPECT_NE(error_of(R"("broker":{"accounts":[{},{"objct_id":"1"}]})")
                  .find("broker.accounts[1].objct_id is not known; did you mean \"object_id\"?"),
              std::string::npos);
    EXPECT_NE(
        error_of(R"("hosts":{"*":{"connect":"never"}})").find("hosts.*.connect must be one of"),
        std::string::npos);
    EXPECT_NE(
        error_of(R"("http":[{"status":"503"}])").find("http[0].status must be a whole number"),
        std::string::npos);
    EXPECT_NE(error_of(R"("tenant":{"id":"contoso"})").find("tenant.id must be a GUID"),
              std::string::npos);
}

TEST(Scenario, AFailureLeavesTheOutputAlone)
{
    scenario s;
    s.name = "before";
    EXPECT_FALSE(parse_scenario("[]", s).ok());
    EXPECT_FALSE(parse_scenario("{", s).ok());
    EXPECT_FALSE(parse_scenario(std::string(100, '['), s).ok());
    EXPECT_FALSE(parse_scenario("{" + head + R"(,"x":1})", s).ok());
    EXPECT_EQ(s.name, "before");
}

TEST(Scenario, TheLastHostThatFitsDecides)
{
    scenario s;
    ASSERT_TRUE(parse_scenario("{" + head + R"(,"hosts":{"*":{"dns":"servfail"},
        "login.*":{"connect":"refused"},"vpn.example":{}}})",
                               s)
                    .ok());
    EXPECT_EQ(behaviour(s, "graph.microsoft.com").dns, "servfail");
    EXPECT_EQ(behaviour(s, "login.windows.net").dns, "answer");
    EXPECT_EQ(behaviour(s, "login.windows.net").connect, "refused");
    EXPECT_EQ(behaviour(s, "vpn.example").dns, "answer");
    EXPECT_EQ(behaviour(s, "login.example").dns, "nxdomain"); // a pattern makes no host
}

TEST(Scenario, UnitsFollowTheBroker)
{
    scenario s;
    EXPECT_EQ(units(s).count("microsoft-identity-device-broker.service"), 1u);
    s.broker.kind = "himmelblau";
    EXPECT_EQ(units(s).count("microsoft-identity-device-broker.service"), 0u);
    EXPECT_EQ(units(s).count("himmelblaud.service"), 1u);
    s.broker.kind = "none";
    EXPECT_TRUE(units(s).empty());
}

} // namespace
} // namespace dsreg::lab
