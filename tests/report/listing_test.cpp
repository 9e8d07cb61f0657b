#include "line_parser.h"
#include "listing_samples.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

using namespace dsreg::report;
using namespace dsreg::report_tests;

TEST(Listing, EveryModuleIsABoxAndEveryProbeAGroup)
{
    std::vector<parsed_box> boxes;
    std::string error;
    ASSERT_TRUE(parse_report(text_probes(listed(), {}), boxes, error)) << error;
    ASSERT_EQ(boxes.size(), 2u);
    EXPECT_EQ(boxes[0].title, "dsreg.drs-discovery");
    EXPECT_EQ(boxes[0].groups.size(), 2u);
    EXPECT_EQ(value_of(boxes, "dsreg.drs-discovery", "Probe"), "drs.discovery");
    EXPECT_EQ(value_of(boxes, "dsreg.drs-discovery", "Inputs"), "?tenant.id, ?run.tenant");
    EXPECT_EQ(value_of(boxes, "dsreg.drs-discovery", "Outputs"), "drs.join.url");
    EXPECT_EQ(value_of(boxes, "dsreg.drs-discovery", "Flags"), "network");
    EXPECT_EQ(value_of(boxes, "dsreg.drs-discovery", "Path"), "/lib/drs-discovery.probe.so");
    EXPECT_EQ(boxes[1].groups.at(0).back().second, "no-symbol: no dsreg module: at all");
}
TEST(Listing, JsonHasTheDeclarations)
{
    const auto document = boost::json::parse(json_probes(listed(), "0.1.0"));
    const auto& module = document.at("modules").at(0);
    EXPECT_EQ(module.at("rejected"), nullptr);
    const auto& probe = module.at("probes").at(0);
    EXPECT_EQ(probe.at("id").as_string(), "drs.discovery");
    EXPECT_EQ(boost::json::serialize(probe.at("outputs").at(0).at("flags")),
              R"(["personal","hidden"])");
    EXPECT_EQ(probe.at("findings").at(0).at("severity").as_string(), "error");
    EXPECT_EQ(document.at("modules").at(1).at("rejected").as_string(), "no-symbol");
}
