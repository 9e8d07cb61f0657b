// run.context: in whose name the tests ran.
#include "bundled.h"

#include <gtest/gtest.h>

namespace {

using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;

const bundled_module& run_module()
{
    static const bundled_module m(bundled("run"));
    return m;
}

world as(int64_t elevated, int64_t invoked_by = -1)
{
    world w;
    w.give_int("run.elevated", elevated, DSREG_T_BOOL).give("run.user.name", "alice");
    if (invoked_by >= 0) w.give_int("run.invoked-by", invoked_by);
    w.give_int("drs.discovered", 1, DSREG_T_BOOL).give_int("drs.reachable", 1, DSREG_T_BOOL);
    return w;
}

outcome run(const world& w)
{
    return run_module().run("run.context", w);
}

TEST(plugin_run, descriptor_keeps_the_rules)
{
    EXPECT_EQ(descriptor_faults(run_module().get()), codes{});
    EXPECT_EQ(std::string(run_module().get().id), "dsreg.run");
}

TEST(plugin_run, its_row_shows_only_when_it_did_not_pass)
{
    EXPECT_NE(run_module().probe("run.context").flags & DSREG_P_QUIET, 0u);
}

TEST(plugin_run, names_reference_time_and_account)
{
    const outcome o = run(as(0));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("context.reference"), "www.microsoft.com/aadjerrors");
    EXPECT_EQ(o.fact_of("context.time"), "1790000000000000000"); // the host's clock
    EXPECT_EQ(o.fact_of("context.account"), "alice");
    EXPECT_NE(o.flags_of("context.account") & DSREG_F_PERSONAL, 0u);
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_run, the_three_contexts_are_told_apart)
{
    EXPECT_EQ(run(as(0)).fact_of("context.user"), "UN-ELEVATED User");
    EXPECT_EQ(run(as(1, 1000)).fact_of("context.user"), "ELEVATED User");
    EXPECT_EQ(run(as(1)).fact_of("context.user"), "SYSTEM");
}

TEST(plugin_run, a_person_without_rights_is_not_elevated)
{
    EXPECT_EQ(run(as(0, 1000)).fact_of("context.user"), "UN-ELEVATED User");
}

TEST(plugin_run, what_the_host_does_not_say_is_unknown)
{
    const outcome o = run({});
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("context.user"), "?the host does not say with what rights it runs");
    EXPECT_EQ(o.fact_of("context.account"), "?this user has no name here");
    EXPECT_EQ(o.codes(), codes{});
}

TEST(plugin_run, a_failed_test_of_the_join_is_seen_in_another_context)
{
    world w = as(1, 1000);
    w.state("drs.discovered", DSREG_IN_SILENT).state("drs.reachable", DSREG_IN_SKIPPED);
    const outcome o = run(w);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"run.not-system"});
    EXPECT_EQ(o.findings[0].severity, DSREG_SEVERITY_INFO);
    EXPECT_EQ(o.evidence("run.not-system", "context"), "ELEVATED User");
    EXPECT_EQ(o.evidence("run.not-system", "tests"), "DRS Discovery Test");
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_run, a_broken_test_counts_and_every_one_is_named)
{
    world w = as(0);
    w.state("ad.dc", DSREG_IN_BROKEN).state("token.acquired", DSREG_IN_SILENT);
    EXPECT_EQ(run(w).evidence("run.not-system", "tests"),
              "AD Connectivity Test, Token acquisition Test");
}

TEST(plugin_run, skipped_unknown_and_absent_tests_are_no_failures)
{
    for (const uint32_t state : {DSREG_IN_SKIPPED, DSREG_IN_UNKNOWN, DSREG_IN_NO_PROVIDER}) {
        world w = as(0);
        w.give("ad.dc", "dc1.contoso.com").give("scp.tenant", "contoso.com");
        for (const char* key : {"ad.dc", "scp.tenant", "drs.discovered", "drs.reachable"})
            w.state(key, state);
        EXPECT_EQ(run(w).codes(), codes{}) << state;
    }
}

TEST(plugin_run, the_system_needs_no_such_hint)
{
    world w = as(1);
    w.state("drs.discovered", DSREG_IN_SILENT);
    EXPECT_EQ(run(w).codes(), codes{});
}

} // namespace
