// The keyring, authd and the forwarded broker of a scenario.
#include "describe.h"
#include "device_root.h"
#include "scenario.h"

#include <gtest/gtest.h>

namespace dsreg::lab {
namespace {

const std::string head = R"({"format":"dsreg-scenario/1","name":"x","description":"y",)";

scenario read(const std::string& members)
{
    scenario s;
    const status r = parse_scenario(head + members + "}", s);
    EXPECT_TRUE(r.ok()) << r.text();
    return s;
}

std::vector<std::string> labels(const scenario& s)
{
    std::vector<std::string> all;
    for (const secret_play& one : secret_items(s)) all.push_back(one.label);
    return all;
}
using words = std::vector<std::string>;

TEST(KeyringMembers, TheUsualItemsBelongToTheBrokerAndToSomebodyElse)
{
    const std::string foreign = "Mail password of alice";
    EXPECT_EQ(labels(read(R"("broker":{"kind":"cpp"})")),
              (words{foreign, "Microsoft identity broker"}));
    EXPECT_EQ(labels(read(R"("broker":{"kind":"java"})")),
              (words{foreign, "broker key", "broker system key"}));
    for (const char* kind : {"none", "himmelblau", "proxy"})
        EXPECT_EQ(labels(read(R"("broker":{"kind":")" + std::string(kind) + "\"}")),
                  words{foreign});
}

TEST(KeyringMembers, ItemsStandInThePlaceOfTheUsualOnes)
{
    const scenario s = read(R"("machine":{"secrets":{"collection":"alias","prompt":true,
        "items":[{"label":"one","attributes":{"a":"b"}},{}]}})");
    EXPECT_EQ(s.machine.secrets.collection, "alias");
    EXPECT_TRUE(s.machine.secrets.prompt);
    EXPECT_EQ(labels(s), (words{"one", ""}));
    EXPECT_EQ(secret_items(s)[0].attributes.at("a"), "b");
    EXPECT_TRUE(labels(read(R"("machine":{"secrets":{"items":[]}})")).empty());
}

TEST(KeyringMembers, ErrorsNameThePlace)
{
    const auto error_of = [](const std::string& members) {
        scenario s;
        return parse_scenario(head + members + "}", s).text();
    };
    EXPECT_NE(error_of(R"("machine":{"secrets":{"collection":"kwallet"}})")
                  .find("machine.secrets.collection must be"),
              std::string::npos);
    EXPECT_NE(error_of(R"("machine":{"secrets":{"items":[{"lable":"x"}]}})")
                  .find("machine.secrets.items[0].lable is not known"),
              std::string::npos);
    EXPECT_NE(error_of(R"("machine":{"secrets":{"items":[{"attributes":{"a":1}}]}})")
                  .find("machine.secrets.items[0].attributes.a"),
              std::string::npos);
    EXPECT_NE(error_of(R"("machine":{"authd":1})").find("machine.authd"), std::string::npos);
}

TEST(KeyringMembers, AuthdAndTheKeyringAreDescribed)
{
    const std::string usual = describe(read(R"("broker":{})"));
    EXPECT_EQ(usual.find("authd"), std::string::npos);
    EXPECT_EQ(usual.find("Keyring"), std::string::npos);
    const std::string text =
        describe(read(R"("machine":{"authd":true,"secrets":{"collection":"locked"}})"));
    EXPECT_NE(text.find("authd     : its Entra broker"), std::string::npos) << text;
    EXPECT_NE(text.find("Keyring   : locked"), std::string::npos) << text;
}

TEST(KeyringMembers, AForwardedBrokerHasNothingOfTheDeviceOnTheHost)
{
    const scenario s = read(R"("broker":{"kind":"proxy"})");
    EXPECT_EQ(broker_program("proxy"), "/home/lab/.local/bin/intuneme");
    EXPECT_EQ(device_broker_program(s), "");
    EXPECT_TRUE(units(s).empty());
    EXPECT_EQ(broker_version(s), "3.0.2"); // of the one in the container
    EXPECT_NE(describe(s).find("intuneme"), std::string::npos);
}

} // namespace
} // namespace dsreg::lab
