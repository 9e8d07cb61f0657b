#include "report/json.h"

#include "base/text.h"
#include "report/json_text.h"
#include "report/json_value.h"
#include "samples.h"

#include <boost/json.hpp>
#include <dsreg/probe.h>
#include <gtest/gtest.h>

#include <limits>

using namespace dsreg;
using namespace dsreg::report;
using namespace dsreg::report_tests;
namespace bj = boost::json;

namespace {

bj::object parsed(const report_t& r)
{
    return bj::parse(json(r)).as_object();
}

std::string said(const value& v, uint32_t flags = 0)
{
    return bj::serialize(json_value(v, flags));
}

} // namespace

TEST(Json, ValuesSayTheirType)
{
    EXPECT_EQ(said(value::of_text("YES")), R"({"type":"text","value":"YES"})");
    EXPECT_EQ(said(yes()), R"({"type":"boolean","value":true})");
    EXPECT_EQ(said(value::of_int(std::numeric_limits<int64_t>::min())),
              R"({"type":"integer","value":-9223372036854775808})");
    EXPECT_EQ(said(utc(2019, 1, 31, 9, 25, 31, 7)),
              R"({"type":"time","value":"2019-01-31T09:25:31.007Z"})");
    EXPECT_EQ(said(value::of_int(1'500'000, value_type::duration)),
              R"({"type":"duration","value":1.5E0})");
    EXPECT_EQ(said(value::unknown("not published")),
              R"({"type":"unknown","reason":"not published"})");
    EXPECT_EQ(said(value::of_text("x"), DSREG_F_SECRET), R"({"type":"secret"})");
    EXPECT_EQ(said(value::of_text("x", DSREG_F_PERSONAL)),
              R"({"type":"text","value":"x","personal":true})");
}
TEST(Json, NumbersThatJsonCannotHoldAreUnknown)
{
    value v;
    v.type = value_type::real;
    for (const double d :
         {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
        v.d = d;
        EXPECT_EQ(said(v), R"({"type":"unknown","reason":"not a finite number"})");
    }
}
TEST(Json, MembersStandInTheirOrder)
{
    const std::vector<std::string> order = {
        "schema",  "format",   "tool",        "host",    "started",   "ended",
        "user",    "elevated", "lab",         "sandbox", "redacted",  "complete",
        "passive", "offline",  "notes",       "modules", "sections",  "probes",
        "facts",   "findings", "root_causes", "summary", "exit_code", "timings"};
    std::vector<std::string> members;
    for (const auto& member : parsed(everything())) members.emplace_back(member.key());
    EXPECT_EQ(members, order);
}
TEST(Json, IsValidUtf8AndEndsInANewline)
{
    const std::string document = json(everything());
    EXPECT_EQ(valid_utf8(document), document);
    EXPECT_EQ(document.back(), '\n');
    EXPECT_NO_THROW(bj::parse(document));
}
TEST(Json, KeepsHostileTextButWritesNothingThatATerminalActsOn)
{
    const std::string raw = "a\x1b[31m\n\x7f\xC2\x9B\xE2\x80\xAE\xE2\x80\x8B\xEF\xBB\xBF\"\\ : b";
    report_t r;
    r.facts = {text_fact("Device Checks", "Hostile", raw)};
    const std::string document = json(finished(r));
    for (const char* bad : {"\x1b", "\x7f", "\xC2\x9B", "\xE2\x80\xAE", "\xE2\x80\x8B"})
        EXPECT_EQ(document.find(bad), std::string::npos);
    const bj::object read = bj::parse(document).as_object();
    EXPECT_EQ(read.at("facts").at(0).at("value").at("value").as_string(), raw);
}
TEST(Json, InvalidBytesBecomeReplacementCharacters)
{
    EXPECT_EQ(pretty(bj::value("a\xFF"
                               "b")),
              "\"a\xEF\xBF\xBD"
              "b\"\n");
    EXPECT_EQ(pretty(bj::value("Zoë 東京 😀")), "\"Zoë 東京 😀\"\n");
}
TEST(Json, EmptyListsAndObjectsStayOnOneLine)
{
    EXPECT_EQ(pretty(bj::parse(R"({"a":[],"b":{},"c":[1,{"d":null}]})")),
              "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1,\n    {\n      \"d\": null\n    }\n"
              "  ]\n}\n");
}
TEST(Json, LabIsNullOnARealMachine)
{
    EXPECT_TRUE(parsed(finished({})).at("lab").is_null());
    EXPECT_EQ(parsed(everything()).at("lab").at("scenario").as_string(), "healthy");
}
TEST(Json, SectionsReferToTheRowsOfTheTextWithAll)
{
    report_t r;
    value none;
    none.type = value_type::not_applicable;
    r.facts = {fact_of("Tenant Details", "SettingsUrl", none, "a.settings"),
               fact_of("Tenant Details", "TenantId", value::of_text("x"), "a.tenant"),
               fact_of("Network Checks", "", value::of_text("up"), "net.endpoint", "host"),
               text_fact("Device Checks", "Hidden", "x")};
    r.facts[3].flags = DSREG_F_HIDDEN;
    r.probes = {passed("Network Checks", "Endpoints Test", "net.endpoints")};
    EXPECT_EQ(bj::serialize(parsed(finished(r)).at("sections")),
              R"([{"title":"Tenant Details","rows":[{"fact":"a.tenant","instance":null},)"
              R"({"fact":"a.settings","instance":null}]},{"title":"Network Checks","rows":[)"
              R"({"probe":"net.endpoints"},{"fact":"net.endpoint","instance":"host"}]}])");
    EXPECT_EQ(parsed(finished(r)).at("facts").as_array().size(), 4u) << "hidden facts are data";
}
TEST(Json, OutcomesCarryTheirCodesAndReasons)
{
    report_t r;
    r.probes = {failed("S", "A", 0x801c0021, 0, "a"), skipped("S", "B", "offline", "b")};
    const bj::object document = parsed(finished(r));
    const bj::object& fail = document.at("probes").at(0).as_object();
    EXPECT_EQ(fail.at("outcome").as_string(), "fail");
    EXPECT_EQ(fail.at("outer").as_string(), "0x801c0021");
    EXPECT_TRUE(fail.at("inner").is_null());
    EXPECT_TRUE(fail.at("reason").is_null());
    EXPECT_EQ(document.at("probes").at(1).at("reason").as_string(), "offline");
    EXPECT_EQ(document.at("exit_code").as_int64(), 9);
}
TEST(Json, TheLogIsNotPartOfIt)
{
    report_t r;
    r.log = {{"a", 3, "a line of the log"}};
    EXPECT_EQ(json(finished(r)).find("a line of the log"), std::string::npos);
}
