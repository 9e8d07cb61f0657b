#include "engine/refusals.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::engine;

namespace {

std::vector<std::string> names(const run_record& r)
{
    std::vector<std::string> out;
    for (const report::refusal& one : r.refusals)
        out.push_back(one.what + " " + one.name + " " + std::to_string(one.count));
    return out;
}

using strings = std::vector<std::string>;

} // namespace

TEST(Refusals, TheSameOneIsNamedOnceAndCounted)
{
    run_record r;
    for (int i = 0; i < 3; i++) refuse("fact", "x.a", "it is not declared", r);
    refuse("finding", "x.a", "it is not declared", r);
    EXPECT_EQ(names(r), (strings{"fact x.a 3", "finding x.a 1"}));
    EXPECT_EQ(r.refused, 4u);
}
TEST(Refusals, OnlyTheFirstEightAreNamedAndAllAreCounted)
{
    run_record r;
    for (int i = 0; i < 100; i++) refuse("fact", "x." + std::to_string(i), "no", r);
    EXPECT_EQ(r.refusals.size(), 8u);
    EXPECT_EQ(r.refusals.back().name, "x.7");
    EXPECT_EQ(r.refused, 100u);
}
TEST(Refusals, ANameIsShortAndWhatATerminalMaySee)
{
    run_record r;
    refuse("fact", std::string(5000, 'a'), "no", r);
    refuse("fact", "a\x1b[31m\nb", "no", r);
    refuse("fact", std::string(96, '\xff'), "no", r);
    EXPECT_EQ(r.refusals[0].name, std::string(96, 'a'));
    EXPECT_EQ(r.refusals[1].name, "a\xEF\xBF\xBD[31m b");
    EXPECT_LE(r.refusals[2].name.size(), 96u);
}
TEST(Refusals, WhatTheWorkerRefusedIsNamedToo)
{
    run_record r;
    wire::run_end end;
    end.dropped = 5;
    end.refusals = {{"setting", "gateway", "it is not declared", 2}, {"path", "/a", "no", 1}};
    note_refused(end, r);
    EXPECT_EQ(names(r), (strings{"setting gateway 2", "path /a 1"}));
    EXPECT_EQ(r.refused, 5u);
}
TEST(Refusals, AWorkerThatLiesIsBounded)
{
    run_record r;
    wire::run_end end;
    end.dropped = 0xffffffff;
    end.refusals = {{"verdict", "PASS", "no", 1},
                    {"fact", "", std::string(9999, '\x1b'), 0xffffffff}};
    end.refusals.resize(5000, {"fact", "x", "no", 1});
    note_refused(end, r);
    note_refused(end, r);
    EXPECT_LE(r.refusals.size(), 8u);
    EXPECT_LE(r.refusals[0].why.size(), 96u);
    EXPECT_LE(r.refused, 2'000'000u);
    for (const report::refusal& one : r.refusals) EXPECT_NE(one.what, "verdict");
}
TEST(Refusals, AVerdictTakesThemAlong)
{
    run_record r;
    r.concludes = 1;
    r.said.outcome = 1;
    refuse("fact", "x.a", "it is not declared", r);
    report::probe_row row;
    judge_finished(r, row);
    EXPECT_EQ(row.refused, 1u);
    ASSERT_EQ(row.refusals.size(), 1u);
    EXPECT_EQ(row.refusals[0].name, "x.a");
}
