// What a module cannot do, tried from inside one.
#include "harness.h"

#include <cerrno>
#include <gtest/gtest.h>

using namespace dsreg::test;

TEST(Sandbox, IsFullHere)
{
    worker_process worker(worker_module("sandbox"));
    const auto hello = worker.greet();
    ASSERT_TRUE(hello.has_value());
    EXPECT_EQ(hello->sandbox, "full");
}

TEST(Sandbox, DeniesWhatAModuleHasNoBusinessWith)
{
    worker_process worker(worker_module("sandbox"));
    ASSERT_TRUE(worker.greet().has_value());
    const run_result r = worker.run(0);
    ASSERT_TRUE(r.done);
    for (const auto& [what, error] : r.numbers)
        EXPECT_EQ(error, what == "clone3" || what == "fchmodat2" ? ENOSYS : EPERM) << what;
    EXPECT_EQ(r.numbers.size(), 19u);
}

TEST(Sandbox, AllowsWhatAModuleNeeds)
{
    worker_process worker(worker_module("sandbox"));
    ASSERT_TRUE(worker.greet().has_value());
    const run_result r = worker.run(1);
    ASSERT_TRUE(r.done);
    const std::map<std::string, int64_t> expected = {
        {"pair", 0}, {"memfd", 0}, {"read-file", 0}, {"kill-self", 0}, {"thread", 7}, {"throw", 5}};
    EXPECT_EQ(r.numbers, expected);
}

TEST(Sandbox, LimitsResources)
{
    worker_process worker(worker_module("sandbox"));
    ASSERT_TRUE(worker.greet().has_value());
    const run_result r = worker.run(2);
    ASSERT_TRUE(r.done);
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

TEST(Sandbox, IsLeftOutWhenTheHostSaysSo)
{
    worker_process worker(worker_module("sandbox"));
    worker.init.sandbox = false;
    const auto hello = worker.greet();
    ASSERT_TRUE(hello.has_value());
    EXPECT_EQ(hello->sandbox, "none");
    EXPECT_EQ(worker.run(2).numbers.at("no-new-privs"), 0);
}
