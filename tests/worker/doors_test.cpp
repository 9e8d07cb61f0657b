// Files, identity, and the system calls that end a worker.
#include "harness.h"
#include "worker/trap.h"

#include <cerrno>
#include <csignal>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace dsreg;
using namespace dsreg::test;

namespace {

constexpr int64_t nobody = 65534;
enum probe : uint32_t { files, identity, trapped, on_thread, blocked, mute, raised };

// In a user namespace root may be the only uid that there is.
bool exists(int64_t uid)
{
    std::ifstream map("/proc/self/uid_map");
    int64_t inside = 0, outside = 0, count = 0;
    while (map >> inside >> outside >> count)
        if (uid >= inside && uid < inside + count) return true;
    return false;
}

bool stays_root()
{
    return ::geteuid() == 0 && !exists(nobody);
}

wire::run_order with_number(int64_t number)
{
    wire::run_order order;
    order.settings = {{"number", value::of_int(number)}};
    return order;
}

} // namespace

TEST(Doors, TheLevelIsFullUnlessRootHasNobodyToBecome)
{
    worker_process worker(worker_module("doors"));
    ASSERT_TRUE(worker.greet().has_value());
    EXPECT_EQ(worker.entered->sandbox, stays_root() ? "no-uid" : "full");
}

TEST(Doors, OnlyTheSystemsLibrariesAndTheModuleOpen)
{
    worker_process worker(worker_module("doors"));
    ASSERT_TRUE(worker.greet().has_value());
    run_result r = worker.run(files);
    ASSERT_TRUE(r.done);
    for (const char* open : {"/usr", "/usr/lib", "/lib", "/etc/ld.so.cache", "/dev/null",
                             "/dev/urandom", "/proc/self/fd/4"}) {
        ASSERT_EQ(r.numbers.count(open), 1u) << open;
        EXPECT_EQ(r.numbers[open], 0) << open;
        r.numbers.erase(open);
    }
    EXPECT_EQ(r.numbers.size(), 18u);
#ifdef DSREG_SANITIZED // its runtime needs /proc/self, and /proc/net is a part of that
    r.numbers.erase("/proc/self/status");
    r.numbers.erase("/proc/net/tcp");
#endif
    for (const auto& [path, error] : r.numbers) {
        const bool missing = ::access(path.c_str(), F_OK) != 0 && errno == ENOENT;
        EXPECT_EQ(error, missing ? ENOENT : EACCES) << path;
    }
}

TEST(Doors, AWorkerHasNoPowerLeft)
{
    worker_process worker(worker_module("doors"));
    ASSERT_TRUE(worker.greet().has_value());
    run_result r = worker.run(identity);
    ASSERT_TRUE(r.done);
    const bool root = ::geteuid() == 0;
    if (root && !stays_root()) {
        EXPECT_EQ(r.numbers["uid"], nobody);
        EXPECT_EQ(r.numbers["gid"], nobody);
        EXPECT_EQ(r.numbers["groups"], 0);
        EXPECT_EQ(r.numbers["bounding"], 0);
    } else {
        EXPECT_EQ(r.numbers["uid"], ::getuid());
        EXPECT_EQ(r.numbers["gid"], ::getgid());
    }
    EXPECT_EQ(r.numbers["same-uids"], 1);
    EXPECT_EQ(r.numbers["same-gids"], 1);
    EXPECT_EQ(r.numbers["dumpable"], 0);
    EXPECT_EQ(r.numbers["pdeathsig"], SIGKILL);
    EXPECT_EQ(r.numbers["capget"], 0);
    EXPECT_EQ(r.numbers["capabilities"], 0);
}

TEST(Doors, EachTrappedCallIsNamed)
{
    int tried = 0;
    for (int32_t number = 0; number < 512; number++) {
        const std::string name = worker::trapped_call_name(number);
        if (name.empty()) continue;
        tried++;
        worker_process worker(worker_module("doors"));
        ASSERT_TRUE(worker.greet().has_value());
        const run_result r = worker.run(trapped, with_number(number));
        EXPECT_FALSE(r.done) << name;
        EXPECT_EQ(r.trapped, number) << name;
        worker.hang_up();
        const int status = worker.wait();
        EXPECT_TRUE(WIFEXITED(status)) << name;
        EXPECT_EQ(WEXITSTATUS(status), 128 + SIGSYS) << name;
    }
    EXPECT_GE(tried, 30);
}

TEST(Doors, WhatNoHonestModuleCallsIsTrapped)
{
    EXPECT_EQ(worker::trapped_call_name(SYS_ptrace), "ptrace");
    EXPECT_EQ(worker::trapped_call_name(SYS_mount), "mount");
    EXPECT_EQ(worker::trapped_call_name(SYS_bpf), "bpf");
    EXPECT_EQ(worker::trapped_call_name(SYS_keyctl), "keyctl");
    EXPECT_EQ(worker::trapped_call_name(SYS_unshare), "unshare");
    EXPECT_EQ(worker::trapped_call_name(SYS_process_vm_readv), "process_vm_readv");
    EXPECT_EQ(worker::trapped_call_name(SYS_read), "");
    EXPECT_EQ(worker::trapped_call_name(-1), "");
}

TEST(Doors, ATrapOnAnotherThreadIsNamed)
{
    worker_process worker(worker_module("doors"));
    ASSERT_TRUE(worker.greet().has_value());
    EXPECT_EQ(worker.run(on_thread, with_number(SYS_ptrace)).trapped, SYS_ptrace);
}

TEST(Doors, WhereTheSignalIsBlockedTheKernelEndsTheWorker)
{
    worker_process worker(worker_module("doors"));
    ASSERT_TRUE(worker.greet().has_value());
    const run_result r = worker.run(blocked, with_number(SYS_ptrace));
    EXPECT_FALSE(r.done);
    EXPECT_FALSE(r.trapped.has_value());
    worker.hang_up();
    const int status = worker.wait();
    ASSERT_TRUE(WIFSIGNALED(status)) << status;
    EXPECT_EQ(WTERMSIG(status), SIGSYS);
}

TEST(Doors, WithoutASocketTheKernelEndsTheWorker)
{
    worker_process worker(worker_module("doors"));
    ASSERT_TRUE(worker.greet().has_value());
    EXPECT_FALSE(worker.run(mute, with_number(SYS_ptrace)).done);
    worker.hang_up();
    const int status = worker.wait();
    ASSERT_TRUE(WIFSIGNALED(status)) << status;
    EXPECT_EQ(WTERMSIG(status), SIGSYS);
}

#ifdef __x86_64__
TEST(Doors, ACallInTheNumbersOfX32EndsTheWorker)
{
    constexpr int64_t x32 = 0x40000000;
    worker_process worker(worker_module("doors"));
    ASSERT_TRUE(worker.greet().has_value());
    EXPECT_FALSE(worker.run(trapped, with_number(x32 + SYS_getpid)).done);
    worker.hang_up();
    const int status = worker.wait();
    ASSERT_TRUE(WIFSIGNALED(status)) << status;
    EXPECT_EQ(WTERMSIG(status), SIGSYS);
}
#endif

TEST(Doors, ASigsysThatNoCallMadeHasNoNumber)
{
    worker_process worker(worker_module("doors"));
    ASSERT_TRUE(worker.greet().has_value());
    EXPECT_EQ(worker.run(raised).trapped, -1);
}

TEST(Doors, AWorkerWhoseHostIsGoneLoadsNothing)
{
    worker_process worker(worker_module("doors"));
    worker.init.host_pid = ::getpid() + 1;
    EXPECT_FALSE(worker.greet().has_value());
}
