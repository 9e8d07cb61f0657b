#include "report/text.h"

#include "line_parser.h"
#include "samples.h"

#include <dsreg/probe.h>
#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::report;
using namespace dsreg::report_tests;

namespace {

std::string findings_text(const report_t& r, bool all = false)
{
    const std::string whole = text(r, {all, false, false, nullptr});
    return whole.substr(sections_text(r, all).size());
}

finding_row unreachable()
{
    finding_row row = found("drs.discovery", "drs.unreachable", DSREG_SEVERITY_ERROR,
                            "The registration service cannot be reached",
                            "enterpriseregistration.windows.net refused the connection");
    row.data.evidence = {{"host", value::of_text("enterpriseregistration.windows.net")},
                         {"port", value::of_int(443)}};
    row.meaning = "Without it no device can register.";
    row.remedy = "Open port 443 to the host.";
    row.command = "curl -v https://enterpriseregistration.windows.net/";
    row.risk = DSREG_RISK_SAFE;
    return row;
}

} // namespace

TEST(FindingsBox, TellsTheWholeStoryOfAFailure)
{
    report_t r;
    r.lab = true;
    r.scenario = "drs-unreachable";
    r.sandbox = "full";
    r.probes = {
        failed("Diagnostic Data", "DRS Discovery Test", 0x801c0021, 0x80072efd, "drs.discovery"),
        skipped("Diagnostic Data", "DRS Connectivity Test", "missing-input", "drs.connectivity"),
        skipped("Device Checks", "Key Test", "needs-root", "cert.key-match"),
        passed("SSO Checks", "Accounts Test", "user.accounts")};
    r.probes[1].about = "drs.join.url";
    r.probes[1].root_cause = "drs.discovery";
    r.probes[2].text = "the key is readable by root alone";
    r.findings = {unreachable(), found("user.accounts", "user.two", DSREG_SEVERITY_WARNING,
                                       "Two accounts are signed in", "alice and bob")};
    r.root_causes = {{"drs.discovery", "fail", {"drs.connectivity"}}};
    EXPECT_EQ(findings_text(finished(r)),
              R"(+----------------------------------------------------------------------+
| Findings                                                             |
+----------------------------------------------------------------------+

                Root cause : The registration service cannot be reached (drs.discovery)
             What happened : enterpriseregistration.windows.net refused the connection
                  Evidence : host=enterpriseregistration.windows.net, port=443
     Skipped because of it : 1 probe: drs.connectivity
             What it means : Without it no device can register.
                    Remedy : Open port 443 to the host.
                   Command : curl -v https://enterpriseregistration.windows.net/
                      Code : drs.unreachable

                   Warning : Two accounts are signed in (user.accounts)
             What happened : alice and bob
                      Code : user.two

          drs.connectivity : skipped, missing-input: needs drs.join.url; root cause drs.discovery
            cert.key-match : skipped, needs-root: the key is readable by root alone

                       Lab : scenario drs-unreachable

                   Summary : 1 passed, 1 failed, 2 skipped, 0 errors; 1 needs root

)");
}
TEST(FindingsBox, InstancesOfOneCodeShareTheirRemedy)
{
    report_t r;
    r.probes = {failed("Network Checks", "Endpoints Test", 1, 0, "net.endpoints")};
    for (const char* host : {"b.example", "a.example"}) {
        r.findings.push_back(found("net.endpoints", "net.dns", 3, "Names do not resolve",
                                   std::string(host) + " does not exist"));
        r.findings.back().data.instance = host;
        r.findings.back().remedy = "Mend DNS.";
    }
    r.findings.push_back(found("net.endpoints", "net.tls", 3, "TLS is intercepted", "re-signed"));
    r.root_causes = {{"net.endpoints", "fail", {}}};
    EXPECT_EQ(findings_text(finished(r)),
              R"(+----------------------------------------------------------------------+
| Findings                                                             |
+----------------------------------------------------------------------+

                Root cause : Names do not resolve (net.endpoints)
 What happened [a.example] : a.example does not exist
 What happened [b.example] : b.example does not exist
                    Remedy : Mend DNS.
                      Code : net.dns

                Also found : TLS is intercepted (net.endpoints)
             What happened : re-signed
                      Code : net.tls

                   Summary : 0 passed, 1 failed, 0 skipped, 0 errors

)");
}
TEST(FindingsBox, NamesWhatBrokeAndWhoSupportsIt)
{
    report_t r;
    r.complete = false;
    r.sandbox = "none";
    r.notes = {"one", "two"};
    r.modules = {{"org.vpn",
                  "1",
                  "VPN Ltd",
                  "help@vpn.example",
                  "MIT",
                  "/v.probe.so",
                  "option",
                  "",
                  "",
                  {"group-writable"}},
                 {"", "", "", "", "", "/x.probe.so", "option", "no-symbol", "no dsreg module", {}}};
    r.probes = {broken("VPN", "Tunnel Test", "crashed", "org.vpn.tunnel"),
                skipped("VPN", "Speed Test", "missing-input", "org.vpn.speed"),
                broken("VPN", "Route Test", "rejected", "org.vpn.route")};
    for (probe_row& row : r.probes) row.module = "org.vpn";
    r.probes[1].declared = 2;
    r.probes[2].declared = 1;
    r.probes[0].text = "killed by SIGSEGV";
    r.probes[0].refused = 7;
    r.probes[0].refusals = {{"fact", "org.vpn.speeed", "it is not declared", 3},
                            {"path", "/etc/vpn.key", "it is not declared", 1}};
    r.probes[1].root_cause = "org.vpn.tunnel";
    r.probes[1].required = true;
    r.findings = {found("org.vpn.tunnel", "org.vpn.down", 3, "The tunnel is down", "no peer")};
    r.findings[0].partial = true;
    r.root_causes = {{"org.vpn.tunnel", "error crashed", {"org.vpn.speed"}},
                     {"/x.probe.so", "rejected no-symbol", {}}};
    EXPECT_EQ(findings_text(finished(r)),
              R"(+----------------------------------------------------------------------+
| Findings                                                             |
+----------------------------------------------------------------------+

                Root cause : Tunnel Test ended in an error: crashed (org.vpn.tunnel)
             What happened : killed by SIGSEGV
     Skipped because of it : 1 probe: org.vpn.speed
                   Support : VPN Ltd, help@vpn.example

                     Error : The tunnel is down (org.vpn.tunnel)
             What happened : no peer (found before the probe broke)
                      Code : org.vpn.down

            org.vpn.tunnel : error, crashed: killed by SIGSEGV
             org.vpn.route : error, rejected
             org.vpn.speed : skipped, missing-input, required: root cause org.vpn.tunnel

    Rejected [/x.probe.so] : no-symbol: no dsreg module
      Module [/v.probe.so] : group-writable

                  Note [1] : one
                  Note [2] : two
  Refused [org.vpn.tunnel] : not declared: fact org.vpn.speeed (3 times), path /etc/vpn.key; and 3 more
                   Sandbox : not full: none
                  Complete : NO: the run was interrupted

                   Summary : 0 passed, 0 failed, 1 skipped, 2 errors

)");
}
TEST(FindingsBox, ARejectedModuleOnWhichProbesHangIsARootCause)
{
    report_t r;
    r.modules = {{"", "", "", "", "", "/x.probe.so", "option", "cycle", "goes round", {}}};
    r.probes = {skipped("S", "Test", "missing-input", "a")};
    r.probes[0].root_cause = "/x.probe.so";
    r.root_causes = {{"/x.probe.so", "rejected cycle", {"a"}}};
    const std::string box = findings_text(finished(r));
    EXPECT_NE(box.find("Root cause : /x.probe.so (rejected cycle)\n"), std::string::npos) << box;
    EXPECT_NE(box.find("Skipped because of it : 1 probe: a\n"), std::string::npos) << box;
    EXPECT_NE(box.find("Rejected [/x.probe.so] : cycle: goes round\n"), std::string::npos) << box;
}
TEST(FindingsBox, AFailureThatNoChainNamesIsListedToo)
{
    report_t r;
    r.probes = {failed("S", "Bare Test", 1, 0, "bare"), failed("S", "Full Test", 1, 0, "full")};
    r.findings = {found("full", "f", 3, "Found", "it")};
    const std::string box = findings_text(finished(r));
    EXPECT_NE(box.find("Failure : Bare Test (bare)\n"), std::string::npos) << box;
    EXPECT_NE(box.find("Failure : Found (full)\n"), std::string::npos) << box;
}
TEST(FindingsBox, InfoAlwaysAndNotApplicableOnlyWithAll)
{
    report_t r;
    r.probes = {skipped("S", "None", "not-applicable", "none"), passed("S", "Some", "some")};
    r.probes[0].text = "no domain";
    r.findings = {found("some", "i", DSREG_SEVERITY_INFO, "For information", "x")};
    r = finished(r);
    EXPECT_EQ(findings_text(r).find("no domain"), std::string::npos);
    EXPECT_NE(findings_text(r).find("Info : For information (some)\n"), std::string::npos);
    EXPECT_NE(findings_text(r, true).find("none : skipped, not-applicable: no domain\n"),
              std::string::npos);
}
TEST(FindingsBox, DangerousCommandsAreMarked)
{
    report_t r;
    r.probes = {failed("S", "Test", 1, 0, "a")};
    r.findings = {found("a", "x", 3, "X", "")};
    r.findings[0].command = "dsreg --cleanup";
    r.findings[0].risk = DSREG_RISK_DESTRUCTIVE;
    const std::string box = findings_text(finished(r));
    EXPECT_NE(box.find("Risk : the command destroys data\n"), std::string::npos) << box;
}

TEST(FindingsBox, TellsWhatFailedBecauseOfARootCauseFromWhatWasSkipped)
{
    report_t r;
    r.probes = {failed("Network Checks", "Clock Test", 0, 0, "time.skew"),
                failed("Device Checks", "Server Test", 0, 0, "device.server"),
                skipped("SSO Checks", "Token Test", "missing-input", "token.drs")};
    r.root_causes = {{"time.skew", "fail", {"device.server", "token.drs"}}};
    const std::string box = findings_text(finished(r));
    EXPECT_NE(box.find("Failed because of it : 1 probe: device.server\n"), std::string::npos)
        << box;
    EXPECT_NE(box.find("Skipped because of it : 1 probe: token.drs\n"), std::string::npos) << box;
}

TEST(FindingsBox, WhatFollowsFromARootCauseIsToldInShort)
{
    report_t r;
    r.probes = {failed("S", "Clock Test", 0, 0, "clock"),
                failed("S", "Server Test", 0, 0, "server")};
    r.probes[1].root_cause = "clock";
    r.findings = {found("clock", "c.skew", 3, "The clock is wrong", "by an hour"),
                  found("server", "s.refused", 3, "The server refuses", "for the clock")};
    r.findings[1].meaning = "Nothing works.";
    r.findings[1].remedy = "Ask again.";
    r.root_causes = {{"clock", "fail", {"server"}}};
    const std::string box = findings_text(finished(r));
    EXPECT_NE(box.find("Follows from : clock\n"), std::string::npos) << box;
    EXPECT_EQ(box.find("Ask again."), std::string::npos) << box;
    EXPECT_NE(findings_text(finished(r), true).find("Ask again."), std::string::npos);
}
TEST(FindingsBox, APageIsWrittenOnce)
{
    report_t r;
    r.probes = {failed("S", "One", 0, 0, "one"), failed("S", "Two", 0, 0, "two")};
    r.findings = {found("one", "x", 3, "X", "here"), found("two", "x", 3, "X", "there")};
    r.findings[0].remedy = r.findings[1].remedy = "Mend it.";
    const std::string box = findings_text(finished(r));
    const std::size_t first = box.find("Mend it.");
    ASSERT_NE(first, std::string::npos) << box;
    EXPECT_EQ(box.find("Mend it.", first + 1), std::string::npos) << box;
}
