#include "report/totals.h"

#include "samples.h"

#include <gtest/gtest.h>

using namespace dsreg::report;
using namespace dsreg::report_tests;

TEST(Totals, CountEveryProbeOnce)
{
    const report r = everything();
    const summary totals = count(r);
    EXPECT_EQ(totals.passed, 1u);
    EXPECT_EQ(totals.failed, 2u);
    EXPECT_EQ(totals.skipped, 6u);
    EXPECT_EQ(totals.errors, 9u);
    EXPECT_EQ(totals.needs_root, 1u);
    EXPECT_EQ(totals.warnings, 1u);
    EXPECT_EQ(totals.modules, 2u);
    EXPECT_EQ(totals.rejected, 1u);
    EXPECT_EQ(totals.passed + totals.failed + totals.skipped + totals.errors, r.probes.size());
}
TEST(Totals, SummaryNamesRootOnlyWhenItIsNeeded)
{
    summary totals;
    totals.passed = 12, totals.failed = 1, totals.skipped = 3, totals.needs_root = 2;
    EXPECT_EQ(summary_text(totals), "12 passed, 1 failed, 3 skipped, 0 errors; 2 need root");
    totals.errors = 1, totals.needs_root = 1;
    EXPECT_EQ(summary_text(totals), "12 passed, 1 failed, 3 skipped, 1 error; 1 needs root");
    totals.needs_root = 0;
    EXPECT_EQ(summary_text(totals), "12 passed, 1 failed, 3 skipped, 1 error");
}
