// What a module cannot do, tried from inside one.
#include "harness.h"
#include "worker/sandbox.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sys/resource.h>
#include <unistd.h>

using namespace dsreg::test;

TEST(Sandbox, DeniesWhatAModuleHasNoBusinessWith)
{
    worker_process worker(worker_module("sandbox"));
    ASSERT_TRUE(worker.greet().has_value());
    const run_result r = worker.run(0);
    ASSERT_TRUE(r.done);
    const std::set<std::string> missing = {"clone3", "openat2", "fchmodat2", "tomorrows-call"};
    for (const auto& [what, error] : r.numbers)
        EXPECT_EQ(error, missing.count(what) != 0 ? ENOSYS : EPERM) << what;
    EXPECT_EQ(r.numbers.size(), 46u);
}

TEST(Sandbox, AllowsWhatAModuleNeeds)
{
    worker_process worker(worker_module("sandbox"));
    ASSERT_TRUE(worker.greet().has_value());
    const run_result r = worker.run(1);
    ASSERT_TRUE(r.done);
    const std::map<std::string, int64_t> expected = {
        {"pair", 0}, {"memfd", 0}, {"kill-self", 0}, {"name", 0}, {"handlers-refused", 0}};
    EXPECT_EQ(r.numbers, expected);
}

TEST(Sandbox, LeavesTheLibraryOfCppWhole)
{
    worker_process worker(worker_module("library"));
    ASSERT_TRUE(worker.greet().has_value());
    const run_result r = worker.run(0);
    ASSERT_TRUE(r.done);
    const bool has_zones = ::access("/usr/share/zoneinfo/Asia/Kolkata", R_OK) == 0;
    const std::map<std::string, int64_t> expected = {{"async-throw", 28},
                                                     {"condition", 1},
                                                     {"allocation", 'x'},
                                                     {"regex", 1},
                                                     {"random", 1},
                                                     {"random-file", 1},
                                                     {"stream", 1},
                                                     {"directory", 1},
                                                     {"directory-refused", 1},
                                                     {"classic", 1},
                                                     {"clock", 1},
                                                     {"cores", 1},
                                                     {"zone", has_zones ? 19'800 : 0}};
    std::map<std::string, int64_t> got = r.numbers;
    got.erase("terminal"); // asking did no harm
    EXPECT_EQ(got, expected);
    EXPECT_EQ(r.texts.at("locale"), "C.UTF-8");
}

TEST(Sandbox, LimitsResources)
{
    worker_process worker(worker_module("sandbox"));
    constexpr rlim_t tasks = 900; // may stand above the threads there are: none is started here
    worker.init.tasks_most = tasks;
    ASSERT_TRUE(worker.greet().has_value());
    const run_result r = worker.run(2);
    ASSERT_TRUE(r.done);
    rlimit outside{};
    ASSERT_EQ(::getrlimit(RLIMIT_NPROC, &outside), 0);
    EXPECT_EQ(r.numbers.at("tasks"), static_cast<int64_t>(std::min(tasks, outside.rlim_max)));
    EXPECT_EQ(r.numbers.at("dumpable"), 0);
    EXPECT_EQ(r.numbers.at("core"), 0);
    EXPECT_EQ(r.numbers.at("files"), 64);
    EXPECT_EQ(r.numbers.at("locked"), 0);
    EXPECT_EQ(r.numbers.at("file-size"), 1024 * 1024);
    EXPECT_LE(r.numbers.at("stack"), 8 * 1024 * 1024);
    EXPECT_EQ(r.numbers.at("no-new-privs"), 1);
#ifndef DSREG_SANITIZED
    EXPECT_EQ(r.numbers.at("memory"), 512 * 1024 * 1024);
#endif
}

TEST(Sandbox, LeavesRoomForThreadsBesideAllThatRun)
{
    const uint32_t allowed = dsreg::worker::tasks_allowed();
    EXPECT_GT(allowed, 1024u); // this test runs, at least
    EXPECT_LT(allowed, 4'100'000u);
}

TEST(Sandbox, TheWorkerIsTheFirstToGoWhenMemoryRunsOut)
{
    worker_process worker(worker_module("sandbox"));
    ASSERT_TRUE(worker.greet().has_value());
    std::ifstream file("/proc/" + std::to_string(worker.pid()) + "/oom_score_adj");
    int score = 0;
    ASSERT_TRUE(file >> score);
    EXPECT_EQ(score, 1000);
}

TEST(Sandbox, IsLeftOutWhenTheHostSaysSo)
{
    worker_process worker(worker_module("sandbox"));
    worker.init.sandbox = false;
    ASSERT_TRUE(worker.greet().has_value());
    EXPECT_EQ(worker.entered->sandbox, "none");
    EXPECT_EQ(worker.run(2).numbers.at("no-new-privs"), 0);
}
