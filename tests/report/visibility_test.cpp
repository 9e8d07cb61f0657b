#include "report/sections.h"

#include "samples.h"

#include <dsreg/probe.h>
#include <gtest/gtest.h>

#include <algorithm>

using namespace dsreg;
using namespace dsreg::report;
using namespace dsreg::report_tests;

namespace {

bool shows(const report_t& r, std::string_view name, bool all = false)
{
    for (const section& s : sections_of(r, all))
        for (const row_group& group : s.groups)
            for (const row_ref& row : group.rows)
                if ((!row.label.empty()     ? row.label
                     : row.probe != nullptr ? std::string_view(row.probe->title)
                                            : std::string_view(row.fact->label)) == name)
                    return true;
    return false;
}

enum class state { yes, no, unknown, absent };

void add_state(report_t& r, const char* key, state s)
{
    if (s == state::absent) return;
    value v = s == state::unknown ? value::unknown("no rights") : value::of_bool(s == state::yes);
    r.facts.push_back(fact_of("Device State", key, v, key));
}

report_t device(state joined, state workplace = state::absent, state domain = state::absent)
{
    report_t r;
    add_state(r, "device.joined", joined);
    add_state(r, "user.workplace-joined", workplace);
    add_state(r, "device.domain-joined", domain);
    r.facts.push_back(text_fact("Diagnostic Data", "User Context", "SYSTEM"));
    r.facts.push_back(fact_of("Diagnostic Data", "AadRecoveryEnabled", no()));
    r.facts.push_back(text_fact("Device Details", "Thumbprint", "AA"));
    r.facts.push_back(text_fact("Tenant Details", "TenantName", "Contoso"));
    r.probes = {passed("Diagnostic Data", "DRS Discovery Test")};
    return r;
}

} // namespace

TEST(Visibility, AJoinedDeviceHidesThePreJoinTestsThatPassed)
{
    const report_t r = finished(device(state::yes));
    EXPECT_FALSE(shows(r, "User Context"));
    EXPECT_FALSE(shows(r, "DRS Discovery Test"));
    EXPECT_TRUE(shows(r, "AadRecoveryEnabled"));
    EXPECT_TRUE(shows(r, "Thumbprint"));
    EXPECT_TRUE(shows(r, "DRS Discovery Test", /* all= */ true));
}
TEST(Visibility, ADeviceWithoutRegistrationShowsThePreJoinTestsOnly)
{
    const report_t r = finished(device(state::no, state::no, state::no));
    EXPECT_TRUE(shows(r, "User Context"));
    EXPECT_TRUE(shows(r, "DRS Discovery Test"));
    EXPECT_FALSE(shows(r, "AadRecoveryEnabled"));
    EXPECT_FALSE(shows(r, "Thumbprint"));
    EXPECT_FALSE(shows(r, "TenantName"));
    EXPECT_TRUE(shows(r, "TenantName", /* all= */ true));
}
TEST(Visibility, ARegisteredDeviceShowsThePostJoinTestsOnly)
{
    const report_t r = finished(device(state::no, state::yes, state::no));
    EXPECT_FALSE(shows(r, "User Context"));
    EXPECT_TRUE(shows(r, "AadRecoveryEnabled"));
    EXPECT_FALSE(shows(r, "Thumbprint"));
}
TEST(Visibility, ADomainMemberThatIsNotJoinedShowsThePreJoinTests)
{
    EXPECT_TRUE(shows(finished(device(state::no, state::yes, state::yes)), "User Context"));
}
TEST(Visibility, AnUnknownStateHidesNoTest)
{
    for (const state s : {state::unknown, state::absent}) {
        const report_t r = finished(device(s));
        EXPECT_TRUE(shows(r, "User Context"));
        EXPECT_TRUE(shows(r, "AadRecoveryEnabled"));
    }
    EXPECT_TRUE(shows(finished(device(state::absent)), "Thumbprint"));
}
TEST(Visibility, AnUnknownStateShowsDetailsOnlyOfAKnownDevice)
{
    report_t r = device(state::unknown);
    EXPECT_FALSE(shows(finished(r), "Thumbprint"));
    r.facts.push_back(fact_of("Device Details", "DeviceId", value::of_text("id"), "device.id"));
    EXPECT_TRUE(shows(finished(r), "Thumbprint"));
}
TEST(Visibility, WhatFailedOrBrokeShowsInEveryState)
{
    report_t r = device(state::yes);
    r.probes = {failed("Diagnostic Data", "DRS Discovery Test", 1, 0, "drs.discovery"),
                broken("Diagnostic Data", "AD Connectivity Test", "crashed", "ad"),
                skipped("Diagnostic Data", "DRS Connectivity Test", "missing-input"),
                skipped("Diagnostic Data", "Token acquisition Test", "offline"),
                skipped("Diagnostic Data", "AD Configuration Test", "missing-input")};
    r.probes[2].root_cause = "drs.discovery";
    r.probes[4].root_cause = "/a/rejected.probe.so";
    r = finished(r);
    EXPECT_TRUE(shows(r, "DRS Discovery Test"));
    EXPECT_TRUE(shows(r, "AD Connectivity Test"));
    EXPECT_TRUE(shows(r, "DRS Connectivity Test"));
    EXPECT_TRUE(shows(r, "AD Configuration Test"));
    EXPECT_FALSE(shows(r, "Token acquisition Test"));
    EXPECT_FALSE(shows(r, "User Context"));
}
TEST(Visibility, ASkipBehindASkipIsNoFailure)
{
    report_t r = device(state::yes);
    r.probes = {skipped("Network Checks", "Endpoints Test", "offline", "net"),
                skipped("Diagnostic Data", "DRS Discovery Test", "missing-input")};
    r.probes[1].root_cause = "net";
    EXPECT_FALSE(shows(finished(r), "DRS Discovery Test"));
}
TEST(Visibility, QuietProbesShowOnlyWhenTheyDoNotPass)
{
    report_t r;
    r.probes = {passed("SSO Checks", "Quiet pass"), skipped("SSO Checks", "Quiet skip", "offline"),
                failed("SSO Checks", "Quiet fail", 0, 0)};
    for (probe_row& row : r.probes) row.flags = DSREG_P_QUIET;
    r = finished(r);
    EXPECT_FALSE(shows(r, "Quiet pass", /* all= */ true));
    EXPECT_TRUE(shows(r, "Quiet skip"));
    EXPECT_TRUE(shows(r, "Quiet fail"));
}
TEST(Visibility, HiddenFactsHaveNoRow)
{
    report_t r;
    r.facts = {text_fact("SSO Checks", "Hidden", "x")};
    r.facts[0].flags = DSREG_F_HIDDEN;
    EXPECT_TRUE(sections_of(finished(r), /* all= */ true).empty());
}

TEST(Visibility, NotApplicableOutcomesShowOnlyWithAll)
{
    report_t r;
    r.probes = {skipped("SSO Checks", "None", "not-applicable")};
    r = finished(r);
    EXPECT_FALSE(shows(r, "None"));
    EXPECT_TRUE(shows(r, "None", /* all= */ true));
}

TEST(Visibility, AManagedTenantSSkippedTokenTestStaysAmongThePreJoinTests)
{
    report_t joined = device(state::yes), none = device(state::no, state::no);
    for (report_t* r : {&joined, &none})
        r->probes.push_back(skipped("Diagnostic Data", "Token acquisition Test", "not-applicable"));
    EXPECT_TRUE(shows(finished(none), "Token acquisition Test"));
    EXPECT_FALSE(shows(finished(joined), "Token acquisition Test"));
    EXPECT_TRUE(shows(finished(joined), "Token acquisition Test", /* all= */ true));
}

TEST(Visibility, FactsOfABrokenProbeDecideNothing)
{
    report_t r = device(state::yes);
    r.facts[0].partial = true;
    EXPECT_TRUE(shows(finished(r), "User Context"));
}

TEST(Visibility, ADocumentedFactThatItsProbeDidNotGiveSaysHowTheProbeEnded)
{
    report_t r = device(state::yes);
    r.probes.push_back(
        skipped("Device Checks", "Device Server Test", "needs-root", "device.server-state"));
    EXPECT_TRUE(shows(finished(r), "DeviceAuthStatus"));
    r.facts.push_back(fact_of("Device Details", "DeviceAuthStatus", value::of_text("SUCCESS"),
                              "device.auth-status"));
    r.probes.back().result = outcome::pass;
    std::size_t rows = 0;
    const report_t whole = finished(r);
    for (const section& s : sections_of(whole, false))
        for (const row_group& group : s.groups)
            for (const row_ref& row : group.rows)
                rows += row.fact != nullptr && row.fact->label == "DeviceAuthStatus" ? 1 : 0;
    EXPECT_EQ(rows, 1u);
}
