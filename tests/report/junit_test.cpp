#include "report/exit_code.h"
#include "report/junit.h"

#include "base/text.h"
#include "document_test.h"
#include "report/redact.h"
#include "samples.h"

#include <dsreg/probe.h>

using namespace dsreg;
using namespace dsreg::report;
using namespace dsreg::report_tests;

namespace {

class Junit : public document_test
{
protected:
    // Exit code of xmllint: 0 valid, 1 no XML, 3 not as the schema says.
    int validate(const std::string& document)
    {
        return check_with({"/usr/bin/xmllint", "--noout", "--nonet", "--schema",
                           DSREG_SOURCE_DIR "/tests/report/jenkins-junit.xsd"},
                          document);
    }
};

bool holds(const std::string& document, const std::string& part)
{
    return document.find(part) != std::string::npos;
}

std::size_t count_in(const std::string& document, const std::string& part)
{
    std::size_t n = 0;
    for (std::size_t at = document.find(part); at != std::string::npos;
         at = document.find(part, at + 1))
        n++;
    return n;
}

// The suite of the run itself, which stands last.
std::string run_suite(const std::string& document)
{
    return document.substr(document.find("<testsuite name=\"dsreg\""));
}

report_t with_finding(int32_t severity, outcome result)
{
    report_t r;
    r.probes = {passed("Device Checks", "Certificate Test", "a.cert")};
    r.probes[0].result = result;
    if (result == outcome::skip) r.probes[0].reason = "not-applicable";
    r.findings = {
        found("a.cert", "a.expired", severity, "The certificate has expired", "it ended")};
    return finished(r);
}

} // namespace

TEST_F(Junit, WholeDocumentOfASmallReport)
{
    report_t r;
    r.started = utc(2026, 3, 4, 5, 6, 7, 89).i;
    r.ended = r.started + 1'250'000'000;
    r.sandbox = "full";
    r.modules.push_back(
        {"m", "1", "v", "", "MIT", "/m.probe.so", "option", "", "", {"group-writable"}});
    r.probes = {passed("Device Checks", "Good Test", "m.good"),
                failed("Device Checks", "Bad Test", 0x801c0021, 0x801c000c, "m.bad"),
                skipped("User State", "Left Test", "missing-input", "m.left")};
    r.probes[2].about = "m.key";
    r.probes[2].root_cause = "m.bad";
    r.findings = {found("m.bad", "m.no-reply", DSREG_SEVERITY_ERROR, "No reply", "it is silent")};
    r.findings[0].data.evidence = {{"host", value::of_text("a.example")}, {"n", value::of_int(3)}};
    r.findings[0].meaning = "The service is down.";
    r.findings[0].remedy = "Start it.";
    r.findings[0].command = "systemctl start it";
    r.findings[0].risk = DSREG_RISK_SIGN_IN;
    r.root_causes = {{"m.bad", "fail", {"m.left"}}};
    r.timings = {{"m.good", 0, 12'345'678}, {"m.bad", 5, 1'000'000'000}};
    r.notes = {"the first note", "the second"};
    EXPECT_EQ(junit(finished(r)), R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="dsreg --diagnose" tests="3" failures="1" errors="0" time="1.250">
  <testsuite name="User State" tests="1" failures="0" errors="0" skipped="1" time="0.000" timestamp="2026-03-04T05:06:07" hostname="testhost">
    <testcase name="Left Test" classname="m.left" time="0.000">
      <skipped>skipped, missing-input: needs m.key; root cause m.bad</skipped>
    </testcase>
  </testsuite>
  <testsuite name="Device Checks" tests="2" failures="1" errors="0" skipped="0" time="1.012" timestamp="2026-03-04T05:06:07" hostname="testhost">
    <testcase name="Bad Test" classname="m.bad" time="1.000">
      <failure message="No reply: it is silent" type="m.no-reply">FAIL [0x801c0021/0x801c000c]
Because of it not passed: m.left

error m.no-reply
Title: No reply
What happened: it is silent
Evidence: host=a.example, n=3
What it means: The service is down.
Remedy: Start it.
Command: systemctl start it
Risk: the user has to sign in again after the command</failure>
    </testcase>
    <testcase name="Good Test" classname="m.good" time="0.012"/>
  </testsuite>
  <testsuite name="dsreg" tests="0" failures="0" errors="0" skipped="0" time="0.000" timestamp="2026-03-04T05:06:07" hostname="testhost">
    <properties>
      <property name="version" value="0.1.0"/>
      <property name="user" value="tester"/>
      <property name="elevated" value="false"/>
      <property name="lab" value="none"/>
      <property name="sandbox" value="full"/>
      <property name="redacted" value="false"/>
      <property name="complete" value="true"/>
      <property name="passive" value="false"/>
      <property name="offline" value="false"/>
      <property name="exit-code" value="9"/>
    </properties>
    <system-out>the first note
the second
Module /m.probe.so: group-writable</system-out>
  </testsuite>
</testsuites>
)");
}
TEST_F(Junit, EveryKindOfReportIsValid)
{
    const hash_key key{};
    EXPECT_EQ(validate(junit(finished({}))), 0);
    EXPECT_EQ(validate(junit(everything())), 0);
    EXPECT_EQ(validate(junit(everything(), {&key, true})), 0);
}
TEST_F(Junit, TheValidatorRefusesWhatTheSchemaDoesNotKnow)
{
    std::string document = junit(everything());
    const std::size_t at = document.find("<skipped>");
    ASSERT_NE(at, std::string::npos);
    EXPECT_EQ(validate(document.replace(at, 9, "<skipped message=\"x\">")), 3);
    EXPECT_EQ(validate(document.substr(0, document.size() / 2)), 1);
}
TEST_F(Junit, HostileTextForgesNothing)
{
    const std::string hostile = "]]>\"'</failure><testcase name=\"x\"/>&amp;\n\x1b[31m\x01\xFF"
                                "\xEF\xBF\xBF\xE2\x80\xAE end";
    report_t r;
    r.probes = {failed(hostile, hostile, 1, 0, "m.a"), broken(hostile, hostile, "crashed", "m.b"),
                skipped(hostile, hostile, "needs-root", "m.c")};
    for (probe_row& row : r.probes) row.text = hostile;
    r.findings = {found("m.a", "m.code", DSREG_SEVERITY_ERROR, hostile, hostile)};
    r.findings[0].data.evidence = {{hostile, value::of_text(hostile)}};
    r.findings[0].data.instance = r.findings[0].remedy = r.findings[0].url = hostile;
    r.modules.push_back(
        {hostile, "", "", "", "", "/" + hostile, "option", "no-symbol", hostile, {hostile}});
    r.notes = {hostile};
    const std::string document = junit(finished(r));
    EXPECT_EQ(validate(document), 0);
    EXPECT_EQ(count_in(document, "<testcase "), 4u);
    EXPECT_FALSE(holds(document, "]]>"));
    EXPECT_EQ(valid_utf8(document), document);
    for (const char* bad : {"\x1b", "\x01", "\xEF\xBF\xBF", "\xE2\x80\xAE"})
        EXPECT_FALSE(holds(document, bad));
    EXPECT_TRUE(holds(document, "]]&gt;&quot;'&lt;/failure&gt;"));
}
TEST_F(Junit, CountsAreThoseOfTheCases)
{
    const std::string document = junit(everything());
    const std::size_t errors = count_in(document, "<error "),
                      failures = count_in(document, "<failure ");
    EXPECT_EQ(errors, 9u + 2u) << "nine broken probes, a rejected module, a required probe";
    EXPECT_EQ(failures, 2u);
    EXPECT_EQ(count_in(document, "<skipped>"), 6u);
    EXPECT_TRUE(holds(document, "<testsuites name=\"dsreg --diagnose\" tests=\"20\" failures=\"2\" "
                                "errors=\"11\""));
}
TEST_F(Junit, APassThatIsAWarningFailsOnlyWhereWarningsDo)
{
    const report_t r = with_finding(DSREG_SEVERITY_WARNING, outcome::pass);
    EXPECT_FALSE(holds(junit(r), "<failure"));
    EXPECT_TRUE(holds(junit(r), "<system-out>warning a.expired\n"));
    EXPECT_TRUE(
        holds(junit(r, {nullptr, true}),
              "<failure message=\"The certificate has expired: it ended\" type=\"a.expired\">"));
    const report_t info = with_finding(DSREG_SEVERITY_INFO, outcome::pass);
    EXPECT_FALSE(holds(junit(info, {nullptr, true}), "<failure"));
}
TEST_F(Junit, ASkipThatIsAWarningFailsWhereWarningsDoAndKeepsItsReason)
{
    const report_t r = with_finding(DSREG_SEVERITY_WARNING, outcome::skip);
    EXPECT_TRUE(holds(junit(r), "<skipped>skipped, not-applicable</skipped>"));
    const std::string strict = junit(r, {nullptr, true});
    EXPECT_FALSE(holds(strict, "<skipped"));
    EXPECT_TRUE(holds(strict, "type=\"a.expired\">skipped, not-applicable\n"));
}
TEST_F(Junit, WhatABrokenProbeHadFoundIsToldWithItsError)
{
    report_t r = with_finding(DSREG_SEVERITY_ERROR, outcome::error);
    r.probes[0].reason = "crashed";
    r.probes[0].text = "killed by SIGSEGV";
    r.findings[0].partial = true;
    const std::string document = junit(r);
    EXPECT_TRUE(holds(document,
                      "<error message=\"killed by SIGSEGV\" type=\"crashed\">error, crashed: "
                      "killed by SIGSEGV\n\nerror a.expired (found before the probe broke)"));
}
TEST_F(Junit, TheFirstOfTheGravestFindingsNamesTheFailure)
{
    report_t r = with_finding(DSREG_SEVERITY_WARNING, outcome::fail);
    r.findings.push_back(found("a.cert", "a.second", DSREG_SEVERITY_ERROR, "Second", ""));
    r.findings.push_back(found("a.cert", "a.third", DSREG_SEVERITY_ERROR, "Third", ""));
    const std::string document = junit(r, {nullptr, true});
    EXPECT_TRUE(holds(document, "<failure message=\"Second\" type=\"a.second\">"));
    for (const char* code : {"warning a.expired\n", "error a.second\n", "error a.third\n"})
        EXPECT_TRUE(holds(document, code)) << code;
    EXPECT_EQ(count_in(document, "<failure "), 1u);
}
TEST_F(Junit, ARunThatJudgedNothingIsAnError)
{
    EXPECT_TRUE(holds(run_suite(junit(finished({}))), "type=\"nothing-ran\""));
    report_t r;
    r.probes = {skipped("S", "A", "offline", "a")};
    EXPECT_TRUE(holds(run_suite(junit(finished(r))), "type=\"nothing-ran\""));
    r.probes = {passed("S", "A", "a")};
    EXPECT_FALSE(holds(junit(finished(r)), "<error"));
}
TEST_F(Junit, ARejectedModuleIsAnError)
{
    report_t r;
    r.probes = {passed("S", "A", "a")};
    r.modules.push_back(
        {"", "", "", "", "", "/x.probe.so", "option", "no-symbol", "it has none", {}});
    r.root_causes = {{"/x.probe.so", "rejected no-symbol", {"b", "c"}}};
    EXPECT_TRUE(holds(run_suite(junit(finished(r))),
                      "<testcase name=\"Module /x.probe.so\" classname=\"module\" time=\"0.000\">\n"
                      "      <error message=\"it has none\" type=\"no-symbol\">it has none\n"
                      "Because of it not passed: b, c</error>"));
}
TEST_F(Junit, ARequiredProbeThatWasSkippedIsAnError)
{
    report_t r;
    r.probes = {passed("S", "A", "a"), skipped("S", "B", "needs-root", "b")};
    r.probes[1].required = true;
    EXPECT_TRUE(holds(run_suite(junit(finished(r))), "type=\"required\""));
    r.probes[1] = failed("S", "B", 1, 0, "b");
    r.probes[1].required = true;
    EXPECT_FALSE(holds(junit(finished(r)), "<error"));
}
TEST_F(Junit, AnInterruptedRunIsAnError)
{
    report_t r;
    r.probes = {passed("S", "A", "a")};
    r.complete = false;
    EXPECT_TRUE(holds(run_suite(junit(finished(r))), "type=\"interrupted\""));
}
TEST_F(Junit, AResultThatCouldNotBeWrittenWholeIsAnError)
{
    report_t r;
    r.probes = {passed("S", "A", "a")};
    r = finished(r);
    r.exit_code = dsreg::report::exit_broken;
    EXPECT_TRUE(holds(run_suite(junit(r)), "type=\"broken\""));
}
TEST_F(Junit, PersonalIsPseudonymousWithAKeyAndSecretsNeverShow)
{
    report_t r = with_finding(DSREG_SEVERITY_ERROR, outcome::fail);
    r.findings[0].data.message = "alice@contoso.example has hunter22-token";
    r.findings[0].data.evidence = {
        {"upn", value::of_text("alice@contoso.example", DSREG_F_PERSONAL)},
        {"token", value::of_text("hunter22-token", DSREG_F_SECRET)}};
    const hash_key key{};
    const std::string open = junit(r), closed = junit(r, {&key});
    EXPECT_TRUE(holds(open, "upn=alice@contoso.example, token=&lt;secret&gt;"));
    EXPECT_FALSE(holds(open, "hunter22"));
    EXPECT_FALSE(holds(closed, "hunter22"));
    EXPECT_FALSE(holds(closed, "alice"));
    EXPECT_FALSE(holds(closed, "testhost"));
    EXPECT_TRUE(holds(closed, "upn=" + pseudonym(key, "alice@contoso.example")));
    EXPECT_TRUE(holds(closed, "<property name=\"redacted\" value=\"true\"/>"));
}
TEST_F(Junit, AModulesSectionCannotPassForTheRunsSuite)
{
    report_t r;
    r.probes = {passed("dsreg", "A", "a"), passed(" ", "B", "b")};
    const std::string document = junit(finished(r));
    EXPECT_EQ(count_in(document, "<testsuite name=\"dsreg\""), 1u);
    EXPECT_TRUE(holds(document, "<testsuite name=\"dsreg of modules\""));
    EXPECT_TRUE(holds(document, "<testsuite name=\"Other Checks\""));
}
TEST_F(Junit, OnlyTimesDifferBetweenTwoEqualRuns)
{
    report_t a = everything(), b = a;
    a.timings.clear();
    b.timings = {{"net.endpoints", 1, 999'000'000}};
    const auto timeless = [](std::string text) {
        for (std::size_t at = text.find(" time=\""); at != std::string::npos;
             at = text.find(" time=\"", at))
            text.erase(at, text.find('"', at + 7) + 1 - at);
        return text;
    };
    EXPECT_NE(junit(a), junit(b));
    EXPECT_EQ(timeless(junit(a)), timeless(junit(b)));
}
