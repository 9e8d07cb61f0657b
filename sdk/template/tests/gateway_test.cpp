// The module's file in the scripted host of the testkit: every outcome, and what the probe says.
#include <dsreg/testkit.hpp>

#include <gtest/gtest.h>

namespace {

namespace testkit = dsreg::testkit;

testkit::outcome run_as_it_is(const testkit::world& world)
{
    static const testkit::module vpn(MODULE);
    return vpn.run("org.example.vpn.gateway-test", world);
}

// Of a run whose outcome dsreg lets stand, and that breaks no rule of the contract.
testkit::outcome run(const testkit::world& world)
{
    testkit::outcome result = run_as_it_is(world);
    EXPECT_EQ(result.error, "") << result.error_text;
    EXPECT_EQ(result.violations, std::vector<std::string>{});
    return result;
}

testkit::fs_answer file(const std::string& bytes)
{
    testkit::fs_answer answer;
    answer.bytes = bytes;
    return answer;
}

// A machine whose VPN is installed and whose gateway answers.
testkit::world connected()
{
    testkit::world world;
    world.offered.fs = [](const std::string&) {
        return file("# Example VPN\ngateway=vpn.example.org\n");
    };
    world.offered.net = [](const std::string&, uint16_t) {
        testkit::net_answer answer;
        answer.tls_version = "TLSv1.3";
        return answer;
    };
    return world;
}

TEST(Gateway, PassesWhenItAnswers)
{
    const testkit::outcome result = run(connected());
    EXPECT_EQ(result.result, DSREG_PASS);
    EXPECT_EQ(result.fact_of("org.example.vpn.gateway"), "vpn.example.org");
    EXPECT_EQ(result.fact_of("org.example.vpn.tls-version"), "TLSv1.3");
}

TEST(Gateway, IsTheOneOfTheConfigurationIfItNamesOne)
{
    testkit::world world = connected();
    world.settings["gateway"] = "other.example.org";
    EXPECT_EQ(run(world).fact_of("org.example.vpn.gateway"), "other.example.org");
}

TEST(Gateway, MustBeAHostNameInTheConfigurationToo)
{
    testkit::world world = connected();
    world.settings["gateway"] = "a b";
    const testkit::outcome result = run(world);
    EXPECT_EQ(result.codes(), std::vector<std::string>{"org.example.vpn.no-gateway"});
    EXPECT_EQ(result.evidence("org.example.vpn.no-gateway", "source"), "configuration");
}

TEST(Gateway, IsNoMatterWhereTheVpnIsNotInstalled)
{
    testkit::world world = connected();
    world.offered.fs = [](const std::string&) {
        testkit::fs_answer answer;
        answer.error = DSREG_X_NOT_FOUND;
        return answer;
    };
    const testkit::outcome result = run(world);
    EXPECT_EQ(result.result, DSREG_SKIP);
    EXPECT_EQ(result.reason, DSREG_SKIP_NOT_APPLICABLE);
}

TEST(Gateway, NeedsRightsForTheProfile)
{
    testkit::world world = connected();
    world.offered.fs = [](const std::string&) {
        testkit::fs_answer answer;
        answer.error = DSREG_X_ACCESS;
        return answer;
    };
    EXPECT_EQ(run(world).reason, DSREG_SKIP_NEEDS_ROOT);
}

TEST(Gateway, FailsWhenItDoesNotAnswer)
{
    testkit::world world = connected();
    world.offered.net = [](const std::string&, uint16_t) {
        testkit::net_answer answer;
        answer.error = DSREG_X_CONNECT;
        answer.text = "connection refused";
        return answer;
    };
    const testkit::outcome result = run(world);
    EXPECT_EQ(result.result, DSREG_FAIL);
    ASSERT_EQ(result.codes(), std::vector<std::string>{"org.example.vpn.unreachable"});
    EXPECT_EQ(result.evidence("org.example.vpn.unreachable", "host"), "vpn.example.org");
}

TEST(Gateway, FailsWhenTheProfileNamesNone)
{
    for (const char* text : {"", "gateway=\n", "gateway=\x1b[31m\n", "port=443"}) {
        testkit::world world = connected();
        world.offered.fs = [text](const std::string&) { return file(text); };
        const testkit::outcome result = run(world);
        EXPECT_EQ(result.result, DSREG_FAIL) << text;
        EXPECT_EQ(result.codes(), std::vector<std::string>{"org.example.vpn.no-gateway"}) << text;
    }
}

TEST(Gateway, NeverPassesWhenAServiceIsBroken)
{
    for (const char* service : {"dsreg.fs/1", "dsreg.net/1"}) {
        testkit::world world = connected();
        world.broken[service] = DSREG_E_SERVICE;
        const testkit::outcome result = run_as_it_is(world);
        EXPECT_EQ(result.error, "service") << result.error_text;
        EXPECT_EQ(result.violations, std::vector<std::string>{}) << service;
    }
}

} // namespace
