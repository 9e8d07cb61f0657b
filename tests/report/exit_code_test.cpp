#include "report/exit_code.h"

#include "samples.h"

#include <gtest/gtest.h>

using namespace dsreg::report;
using namespace dsreg::report_tests;

namespace {

struct code_case {
    const char* what;
    bool pass, fail, skip, error, warning, rejected, required_skip;
    int by_warning, by_fail, by_never;
};

// pass fail skip error warning rejected required-skip -> --fail-on warning, fail, never
constexpr code_case cases[] = {
    {"no probe at all", false, false, false, false, false, false, false, 11, 11, 11},
    {"one pass", true, false, false, false, false, false, false, 0, 0, 0},
    {"all skipped", false, false, true, false, false, false, false, 11, 11, 11},
    {"pass and skip", true, false, true, false, false, false, false, 0, 0, 0},
    {"fail", false, true, false, false, false, false, false, 9, 9, 0},
    {"pass and fail", true, true, false, false, false, false, false, 9, 9, 0},
    {"fail and error", false, true, false, true, false, false, false, 9, 9, 10},
    {"fail and rejected", false, true, false, false, false, true, false, 9, 9, 10},
    {"pass and error", true, false, false, true, false, false, false, 10, 10, 10},
    {"error alone", false, false, false, true, false, false, false, 10, 10, 10},
    {"rejected alone", false, false, false, false, false, true, false, 10, 10, 10},
    {"pass and rejected", true, false, false, false, false, true, false, 10, 10, 10},
    {"required but skipped", true, false, false, false, false, false, true, 10, 10, 10},
    {"fail, required skipped", false, true, false, false, false, false, true, 9, 9, 10},
    {"pass with a warning", true, false, false, false, true, false, false, 9, 0, 0},
    {"warning and error", true, false, false, true, true, false, false, 9, 10, 10},
    {"skip with a warning", false, false, true, false, true, false, false, 9, 11, 11},
};

report of(const code_case& c)
{
    report r;
    if (c.pass) r.probes.push_back(passed("S", "Passed"));
    if (c.fail) r.probes.push_back(failed("S", "Failed", 1, 0));
    if (c.skip) r.probes.push_back(skipped("S", "Skipped", "offline"));
    if (c.error) r.probes.push_back(broken("S", "Broken", "crashed"));
    if (c.warning) r.findings.push_back(found("test.Passed", "w", 2, "", ""));
    if (c.rejected) r.modules.push_back({"", "", "", "", "", "/x", "", "no-symbol", "", {}});
    if (c.required_skip) {
        r.probes.push_back(skipped("S", "Required", "needs-root"));
        r.probes.back().required = true;
    }
    return r;
}

} // namespace

TEST(ExitCode, FollowsTheTable)
{
    for (const code_case& c : cases) {
        EXPECT_EQ(exit_code(of(c), fail_on::warning), c.by_warning) << c.what;
        EXPECT_EQ(exit_code(of(c), fail_on::fail), c.by_fail) << c.what;
        EXPECT_EQ(exit_code(of(c), fail_on::never), c.by_never) << c.what;
    }
}
TEST(ExitCode, ARequiredProbeThatConcludedIsFine)
{
    report r;
    r.probes.push_back(passed("S", "Required"));
    r.probes.back().required = true;
    EXPECT_EQ(exit_code(r, fail_on::fail), 0);
}
TEST(ExitCode, InfoFindingsAreNoWarnings)
{
    report r;
    r.probes.push_back(passed("S", "Passed"));
    r.findings.push_back(found("test.Passed", "i", 1, "", ""));
    EXPECT_EQ(exit_code(r, fail_on::warning), 0);
}
