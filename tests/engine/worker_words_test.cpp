#include "engine/worker_words.h"

#include "engine/judge.h"

#include <csignal>
#include <gtest/gtest.h>
#include <sys/syscall.h>

using namespace dsreg;
using namespace dsreg::engine;

namespace {

std::string trap(int32_t number)
{
    return describe_trap(wire::encode(wire::trap_report{number}));
}

} // namespace

TEST(WorkerWords, ATrappedCallIsNamed)
{
    EXPECT_EQ(trap(SYS_ptrace), "called ptrace(), which no module may");
    EXPECT_EQ(trap(4000), "made system call 4000, which no module may");
}

TEST(WorkerWords, WhatIsNoTrapReportNamesNoCall)
{
    const std::string words = "raised SIGSYS, which stands for a forbidden system call";
    EXPECT_EQ(trap(-1), words);
    EXPECT_EQ(describe_trap(""), words);
    EXPECT_EQ(describe_trap("longer than a number"), words);
}

TEST(WorkerWords, TheWeakerOfTwoLevelsCounts)
{
    EXPECT_EQ(weaker("", "full"), "full");
    EXPECT_EQ(weaker("full", ""), "full");
    EXPECT_EQ(weaker("full", "no-uid"), "no-uid");
    EXPECT_EQ(weaker("no-landlock", "no-uid"), "no-landlock");
    EXPECT_EQ(weaker("no-seccomp", "no-landlock"), "no-seccomp");
    EXPECT_EQ(weaker("none", "no-seccomp"), "none");
    EXPECT_EQ(weaker("full", "a word of its own"), "none");
}

TEST(WorkerWords, DeathBySigsysIsAViolation)
{
    report::probe_row row;
    judge_ended({true, SIGSYS}, row);
    EXPECT_EQ(row.reason, "violation");
    EXPECT_NE(row.text.find("forbidden system call"), std::string::npos);
    judge_ended({false, SIGSYS}, row); // an exit status
    EXPECT_EQ(row.reason, "exited");
}
