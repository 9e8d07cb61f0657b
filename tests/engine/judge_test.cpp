#include "engine/judge.h"

#include <dsreg/probe.h>
#include <gtest/gtest.h>

#include <csignal>

using namespace dsreg;
using namespace dsreg::engine;
using report::outcome;

namespace {

run_record said(int32_t what, std::size_t errors = 0)
{
    run_record r;
    r.concludes = 1;
    r.said.outcome = what;
    r.error_findings = errors;
    return r;
}

report::probe_row judged(const run_record& r)
{
    report::probe_row row;
    judge_finished(r, row);
    return row;
}

} // namespace

TEST(Judge, PassFailAndSkipAreTakenAsSaid)
{
    EXPECT_EQ(judged(said(DSREG_PASS)).result, outcome::pass);
    run_record f = said(DSREG_FAIL, 1);
    f.said.outer = 0x801c0021;
    f.said.inner = 0x80072efd;
    EXPECT_EQ(judged(f).result, outcome::fail);
    EXPECT_EQ(judged(f).outer, 0x801c0021u);
    run_record s = said(DSREG_SKIP);
    s.said.reason = DSREG_SKIP_NEEDS_ROOT;
    s.said.text = "root sees more";
    EXPECT_EQ(judged(s).result, outcome::skip);
    EXPECT_EQ(judged(s).reason, "needs-root");
}

TEST(Judge, WhatBreaksTheContractIsInternal)
{
    run_record twice = said(DSREG_PASS), reason = said(DSREG_SKIP);
    twice.concludes = 2;
    reason.said.reason = 9;
    for (const run_record& r : {run_record{}, said(0), said(4), said(-1), said(DSREG_FAIL, 0),
                                said(DSREG_PASS, 1), twice, reason}) {
        EXPECT_EQ(judged(r).result, outcome::error);
        EXPECT_EQ(judged(r).reason, "internal");
        EXPECT_NE(judged(r).text, "");
    }
}

TEST(Judge, ABrokenServiceNeverEndsInPassOrSkip)
{
    run_record skip = said(DSREG_SKIP);
    skip.said.reason = DSREG_SKIP_NOT_APPLICABLE;
    for (run_record r : {said(DSREG_PASS), skip, run_record{}}) {
        r.missed = DSREG_E_SERVICE;
        r.missed_why = "service net killed by SIGSEGV";
        EXPECT_EQ(judged(r).result, outcome::error);
        EXPECT_EQ(judged(r).reason, "service");
        EXPECT_EQ(judged(r).text, r.missed_why);
    }
    run_record fail = said(DSREG_FAIL, 1);
    fail.missed = DSREG_E_SERVICE;
    EXPECT_EQ(judged(fail).result, outcome::fail); // it had enough to judge
}

TEST(Judge, NoAnswerForWhateverReasonNeverEndsInPassOrSkip)
{
    const std::pair<int32_t, const char*> reasons[] = {{DSREG_E_CANCELLED, "timeout"},
                                                       {DSREG_E_INVALID, "internal"},
                                                       {DSREG_E_UNDECLARED, "internal"},
                                                       {DSREG_E_LIMIT, "internal"},
                                                       {-99, "internal"},
                                                       {7, "internal"}};
    for (const auto& [status, reason] : reasons)
        for (run_record r : {said(DSREG_PASS), said(DSREG_SKIP), run_record{}}) {
            r.missed = status;
            r.missed_why = "dsreg.http/1 had no answer";
            EXPECT_EQ(judged(r).result, outcome::error) << status;
            EXPECT_EQ(judged(r).reason, reason) << status;
            EXPECT_EQ(judged(r).text, r.missed_why) << status;
        }
}

TEST(Judge, TheLastWordsOfAProbeWithoutOutcomeAreShown)
{
    run_record r;
    r.last_words = "boom";
    EXPECT_NE(judged(r).text.find("boom"), std::string::npos);
}

TEST(Judge, TheEndOfAChildIsNamed)
{
    report::probe_row row;
    judge_ended({true, SIGSEGV}, row);
    EXPECT_EQ(row.reason, "crashed");
    EXPECT_EQ(row.text, "killed by SIGSEGV");
    judge_ended({false, 0}, row);
    EXPECT_EQ(row.reason, "exited");
    EXPECT_EQ(row.text, "exited with status 0");
}
