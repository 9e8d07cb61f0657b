#include "report/text.h"

#include "line_parser.h"
#include "samples.h"

#include <dsreg/probe.h>
#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::report;
using namespace dsreg::report_tests;

namespace {

std::vector<parsed_box> parsed(const report_t& r, const text_options& options = {})
{
    std::vector<parsed_box> boxes;
    std::string error;
    EXPECT_TRUE(parse_report(without_colours(text(r, options)), boxes, error)) << error;
    return boxes;
}

} // namespace

TEST(Text, AnEmptyReportIsTheFindingsBoxAlone)
{
    EXPECT_EQ(text(finished({}), {}),
              R"(+----------------------------------------------------------------------+
| Findings                                                             |
+----------------------------------------------------------------------+

                   Summary : 0 passed, 0 failed, 0 skipped, 0 errors

)");
}
TEST(Text, AParserOfLinesReadsEverything)
{
    for (const bool all : {false, true})
        for (const bool ascii : {false, true})
            for (const bool color : {false, true}) {
                const auto boxes = parsed(everything(), {all, ascii, color, nullptr});
                EXPECT_EQ(boxes.back().title, "Findings");
                for (const parsed_box& box : boxes) EXPECT_NE(box.title, "Forged");
            }
}
TEST(Text, NothingThatATerminalActsOnComesThrough)
{
    const std::string plain = text(everything(), {});
    EXPECT_EQ(plain.find('\x1b'), std::string::npos);
    EXPECT_EQ(plain.find('\r'), std::string::npos);
    EXPECT_EQ(plain.find('\xFF'), std::string::npos);
    EXPECT_EQ(plain.find("\xC2\x9B"), std::string::npos);
    EXPECT_EQ(plain.find("\xE2\x80\xAE"), std::string::npos);
    EXPECT_NE(plain.find("\xEF\xBF\xBD"), std::string::npos);
}
TEST(Text, ColoursCanBeStripped)
{
    const report_t r = everything();
    const std::string coloured = text(r, {true, false, /* color= */ true, nullptr});
    EXPECT_NE(coloured, text(r, {true, false, false, nullptr}));
    EXPECT_EQ(without_colours(coloured), text(r, {true, false, false, nullptr}));
    EXPECT_NE(coloured.find("\x1b[31mERROR [timeout]\x1b[0m"), std::string::npos);
    EXPECT_NE(coloured.find("\x1b[33mUNKNOWN\x1b[0m"), std::string::npos);
}
TEST(Text, WithoutUtf8OnlyAsciiIsPrinted)
{
    for (const char c : text(everything(), {true, /* ascii= */ true, false, nullptr}))
        ASSERT_TRUE(c == '\n' || (c >= ' ' && c <= '~')) << int(c);
}
TEST(Text, OutcomeWords)
{
    report_t r;
    r.probes = {passed("SSO Checks", "A"),
                failed("SSO Checks", "B", 0x801c0021, 0x801c000c),
                failed("SSO Checks", "C", 0x8007054b, 0),
                failed("SSO Checks", "D", 0, 0),
                skipped("SSO Checks", "E", "offline"),
                broken("SSO Checks", "F", "timeout"),
                failed("SSO Checks", "G", 0, 5)};
    const auto boxes = parsed(finished(r));
    EXPECT_EQ(value_of(boxes, "SSO Checks", "A"), "PASS");
    EXPECT_EQ(value_of(boxes, "SSO Checks", "B"), "FAIL [0x801c0021/0x801c000c]");
    EXPECT_EQ(value_of(boxes, "SSO Checks", "C"), "FAIL [0x8007054b]");
    EXPECT_EQ(value_of(boxes, "SSO Checks", "D"), "FAIL");
    EXPECT_EQ(value_of(boxes, "SSO Checks", "E"), "SKIPPED");
    EXPECT_EQ(value_of(boxes, "SSO Checks", "F"), "ERROR [timeout]");
    EXPECT_EQ(value_of(boxes, "SSO Checks", "G"), "FAIL [0x00000000/0x00000005]");
}
TEST(Text, KeySignTestHasItsOwnWords)
{
    report_t r;
    r.probes = {failed("Diagnostic Data", "KeySignTest", 0x80090016, 0)};
    EXPECT_EQ(value_of(parsed(finished(r)), "Diagnostic Data", "KeySignTest"), "FAILED");
    r.probes = {skipped("Diagnostic Data", "KeySignTest", "needs-root")};
    EXPECT_EQ(value_of(parsed(finished(r)), "Diagnostic Data", "KeySignTest"), "SKIPPED");
    r.probes = {broken("Diagnostic Data", "KeySignTest", "crashed")};
    EXPECT_EQ(value_of(parsed(finished(r)), "Diagnostic Data", "KeySignTest"), "ERROR [crashed]");
}
TEST(Text, ThreeKindsOfAbsence)
{
    report_t r;
    value none;
    none.type = value_type::not_applicable;
    none.text = "no such thing";
    r.facts = {text_fact("Tenant Details", "MdmUrl", ""),
               fact_of("Tenant Details", "TenantName", value::unknown("offline")),
               fact_of("Tenant Details", "SettingsUrl", none)};
    r = finished(r);
    const auto boxes = parsed(r);
    EXPECT_EQ(value_of(boxes, "Tenant Details", "MdmUrl"), "");
    EXPECT_EQ(value_of(boxes, "Tenant Details", "TenantName"), "UNKNOWN");
    EXPECT_EQ(value_of(boxes, "Findings", "test.TenantName"), "unknown: offline");
    EXPECT_EQ(value_of(boxes, "Tenant Details", "SettingsUrl"), "(none)");
    const auto everything_shown = parsed(r, {/* all= */ true, false, false, nullptr});
    EXPECT_EQ(value_of(everything_shown, "Tenant Details", "SettingsUrl"), "NOT APPLICABLE");
}
TEST(Text, InstancesStandInTheLabel)
{
    report_t r;
    for (const char* host : {"login.microsoftonline.com", "enterpriseregistration.windows.net"}) {
        r.facts.push_back(
            fact_of("Network Checks", "Certificate", value::of_text("good"), "net.cert", host));
        r.facts.push_back(
            fact_of("Network Checks", "", value::of_text("up"), "net.endpoint", host));
    }
    const auto boxes = parsed(finished(r));
    EXPECT_EQ(value_of(boxes, "Network Checks", "Certificate [login.microsoftonline.com]"), "good");
    EXPECT_EQ(value_of(boxes, "Network Checks", "enterpriseregistration.windows.net"), "up");
}
TEST(Text, PartialFactsSaySo)
{
    report_t r;
    r.facts = {text_fact("Device Checks", "Owner", "root")};
    r.facts[0].partial = true;
    EXPECT_EQ(value_of(parsed(finished(r)), "Device Checks", "Owner"), "root (partial)");
}
TEST(Text, AModulesSectionCannotPassForTheFindings)
{
    report_t r;
    r.facts = {text_fact(" Findings ", "Summary", "12 passed, 0 failed")};
    const auto boxes = parsed(finished(r));
    ASSERT_EQ(boxes.size(), 2u);
    EXPECT_EQ(boxes[0].title, "Findings of modules");
    EXPECT_EQ(value_of(boxes, "Findings", "Summary"), "0 passed, 0 failed, 0 skipped, 0 errors");
}
TEST(Text, ARowOfAThirdPartyCannotTakeADocumentedRowsPlace)
{
    report_t r;
    r.facts = {fact_of("Device State", "AzureAdJoined", no(), "device.joined"),
               fact_of("Device State", "AzureAdJoined", yes(), "a.forged")};
    r.facts[1].module = "a";
    const auto boxes = parsed(finished(r));
    EXPECT_EQ(value_of(boxes, "Device State", "AzureAdJoined"), "NO");
    EXPECT_EQ(value_of(boxes, "Device State", "AzureAdJoined (2)"), "YES");
}
