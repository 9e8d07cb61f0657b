// What a worker says about the module that it was given.
#include "harness.h"
#include "worker/load.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

using namespace dsreg;
using namespace dsreg::test;

namespace {

wire::worker_hello hello_of(const std::string& path)
{
    worker_process worker(path);
    auto hello = worker.greet();
    EXPECT_TRUE(hello.has_value()) << path;
    return hello.value_or(wire::worker_hello{});
}

struct row {
    const char* module;
    const char* code;
    const char* words; // somewhere in the sentence
};
void PrintTo(const row& r, std::ostream* out)
{
    *out << r.module;
}

class Rejection : public testing::TestWithParam<row>
{};

} // namespace

TEST(Load, HelloHoldsEveryDescriptor)
{
    const wire::worker_hello hello = hello_of(worker_module("contract"));
    EXPECT_EQ(hello.rejected, "");
    EXPECT_EQ(hello.module.id, "t.contract");
    EXPECT_EQ(hello.module.version, "1.2.3");
    EXPECT_EQ(hello.module.support, "https://example.org/");
    ASSERT_EQ(hello.module.probes.size(), 5u);
    const wire::probe_decl& p = hello.module.probes[1];
    EXPECT_EQ(p.id, "t.contract.echo");
    EXPECT_EQ(p.timeout_ms, 1234u);
    EXPECT_EQ(p.flags, 8u);
    EXPECT_EQ(p.order, 3u);
    EXPECT_EQ(p.inputs, (std::vector<std::string>{"t.one", "?t.many", "?t.broken"}));
    EXPECT_EQ(p.settings, (std::vector<std::string>{"limit", "other"}));
    ASSERT_EQ(p.outputs.size(), 3u);
    EXPECT_EQ(p.outputs[2].key, "t.single");
    ASSERT_EQ(p.findings.size(), 1u);
    EXPECT_EQ(p.findings[0].meaning, "m");
    EXPECT_EQ(p.findings[0].command, "");
}

TEST(Load, AModuleInPlainCIsLikeAnyOther)
{
    const wire::worker_hello hello = hello_of(broken("plain-c"));
    EXPECT_EQ(hello.rejected, "");
    EXPECT_EQ(hello.module.probes.size(), 2u);
}

TEST(Load, AnotherBuildIsRefusedBeforeAnythingIsLoaded)
{
    worker_process worker(broken("crash-constructor"));
    worker.init.build_id = "other";
    EXPECT_FALSE(worker.greet().has_value());
    ASSERT_TRUE(worker.entered.has_value());
    EXPECT_EQ(worker.entered->build_id, wire::build_id());
    EXPECT_TRUE(WIFEXITED(worker.wait()));
}

TEST(Load, TheSandboxIsNamedBeforeAnyCodeOfTheModuleRuns)
{
    worker_process worker(broken("crash-constructor"));
    EXPECT_FALSE(worker.greet().has_value());
    ASSERT_TRUE(worker.entered.has_value());
    EXPECT_NE(worker.entered->sandbox, "");
    EXPECT_TRUE(WIFSIGNALED(worker.wait()));
}

TEST(Load, AdviceIsAboutTheModeOnlyWhenTheModeRefuses)
{
    struct file {
        mode_t mode;
        uid_t owner;
        gid_t group;
        bool by_mode;
    };
    for (const file& f : {file{0644, 0, 0, false}, file{0640, 0, 7, false}, file{0600, 5, 0, false},
                          file{0600, 0, 0, true}, file{0640, 0, 8, true}, file{0604, 0, 7, true},
                          file{0077, 5, 7, true}}) {
        struct stat s {};
        s.st_mode = f.mode;
        s.st_uid = f.owner;
        s.st_gid = f.group;
        const worker::rejection r = worker::unreadable("/x.so", s, 5, {6, 7});
        EXPECT_EQ(r.code, "unreadable");
        EXPECT_EQ(r.why.find("chmod") != std::string::npos, f.by_mode) << r.why;
        EXPECT_EQ(r.why.find("security module") != std::string::npos, !f.by_mode) << r.why;
    }
}

TEST(Load, AWorkerOfAnotherHostEnds)
{
    worker_process worker(broken("good"));
    worker.init.host_pid = 1;
    EXPECT_FALSE(worker.greet().has_value());
    EXPECT_TRUE(WIFEXITED(worker.wait()));
}

TEST_P(Rejection, NamesItsCode)
{
    const wire::worker_hello hello = hello_of(broken(GetParam().module));
    EXPECT_EQ(hello.rejected, GetParam().code) << hello.why;
    EXPECT_NE(hello.why.find(GetParam().words), std::string::npos) << hello.why;
    EXPECT_TRUE(hello.module.probes.empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, Rejection,
    testing::Values(row{"no-symbol", "no-symbol", "dsreg_probe_module_v1"},
                    row{"bad-magic", "bad-magic", ""}, row{"bad-major", "bad-major", "contract 2"},
                    row{"too-new", "too-new", "1.9"},
                    row{"truncated-module", "truncated", "40 bytes"},
                    row{"truncated-probe", "truncated", "probe 1"},
                    row{"truncated-fact", "truncated", "fact declaration"},
                    row{"truncated-finding", "truncated", "finding declaration"},
                    row{"no-probes", "no-probes", ""},
                    row{"bad-descriptor-no-id", "bad-descriptor", "no id"},
                    row{"bad-descriptor-no-title", "bad-descriptor", "probe 1 has no title"},
                    row{"bad-descriptor-no-run", "bad-descriptor", "run function"},
                    row{"bad-descriptor-no-list", "bad-descriptor", "list of probes"},
                    row{"bad-descriptor-many", "bad-descriptor", "100000"},
                    row{"bad-descriptor-no-meaning", "bad-descriptor", "finding meaning"},
                    row{"bad-descriptor-null-probe", "bad-descriptor", "null pointer"},
                    row{"bad-descriptor-long-id", "bad-descriptor", "256"},
                    row{"bad-descriptor-endless", "bad-descriptor", "1024 inputs"},
                    row{"undefined-symbol", "dlopen-failed", "dsreg_test_nobody_has_this"}));

TEST(Load, TheDynamicLinkersWordsNameNoDescriptor)
{
    EXPECT_EQ(hello_of(broken("undefined-symbol")).why.find("/proc/self"), std::string::npos);
}

TEST(Load, AConstructorThatExitsEndsTheWorkerWithoutHello)
{
    worker_process worker(broken("exit-constructor"));
    EXPECT_FALSE(worker.greet().has_value());
    const int status = worker.wait();
    EXPECT_TRUE(WIFEXITED(status));
}

TEST(Load, AConstructorThatCrashesEndsTheWorkerBySignal)
{
    worker_process worker(broken("crash-constructor"));
    EXPECT_FALSE(worker.greet().has_value());
    const int status = worker.wait();
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), SIGSEGV);
}
