// Runs: what a module's calls answer, what crosses, and how faults end.
#include "harness.h"

#include <dsreg/probe.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

using namespace dsreg;
using namespace dsreg::test;

namespace {

struct loaded : worker_process {
    explicit loaded(const std::string& path) : worker_process(path)
    {
        const auto hello = greet();
        EXPECT_TRUE(hello.has_value() && hello->rejected.empty()) << path;
    }
};

std::size_t count(const run_result& r, const std::string& key)
{
    std::size_t n = 0;
    for (const fact& f : r.facts) n += f.key == key ? 1 : 0;
    return n;
}

} // namespace

TEST(Run, FactsFindingsAndOutcomeArriveInOrder)
{
    loaded worker(broken("plain-c"));
    const run_result r = worker.run(0);
    ASSERT_TRUE(r.done);
    ASSERT_EQ(r.facts.size(), 1u);
    EXPECT_EQ(r.facts[0].key, "x.plain-c.answer");
    EXPECT_EQ(r.facts[0].val.i, 40);
    ASSERT_EQ(r.findings.size(), 1u);
    EXPECT_EQ(r.findings[0].evidence.at(0).first, "answer");
    ASSERT_EQ(r.conclusions.size(), 1u);
    EXPECT_EQ(r.conclusions[0].outcome, DSREG_PASS);
}

TEST(Run, EveryCallAnswersAsTheContractSays)
{
    loaded worker(worker_module("contract"));
    const run_result r = worker.run(0);
    ASSERT_TRUE(r.done);
    const std::map<std::string, int64_t> expected = {
        {"declared", DSREG_OK},
        {"unknown", DSREG_OK},
        {"not-applicable", DSREG_OK},
        {"undeclared", DSREG_E_UNDECLARED},
        {"wrong-type", DSREG_E_INVALID},
        {"no-such-type", DSREG_E_INVALID},
        {"instance-of-single", DSREG_E_INVALID},
        {"many-without-instance", DSREG_E_INVALID},
        {"long-instance", DSREG_E_LIMIT},
        {"longest-instance", DSREG_OK},
        {"long-source", DSREG_E_LIMIT},
        {"longest-source", DSREG_OK},
        {"long-text", DSREG_E_LIMIT},
        {"null-key", DSREG_E_INVALID},
        {"null-source", DSREG_OK},
        {"null-fact", DSREG_E_INVALID},
        {"small-fact", DSREG_E_INVALID},
        {"null-host", DSREG_E_INVALID},
        {"null-text", DSREG_E_INVALID},
        {"finding", DSREG_OK},
        {"undeclared-finding", DSREG_E_UNDECLARED},
        {"much-evidence", DSREG_E_LIMIT},
        {"null-evidence", DSREG_E_INVALID},
        {"null-evidence-name", DSREG_E_INVALID},
        {"long-finding-instance", DSREG_E_LIMIT},
        {"long-evidence-name", DSREG_E_LIMIT},
        {"long-about", DSREG_E_LIMIT},
        {"null-finding", DSREG_E_INVALID},
        {"null-result", DSREG_E_INVALID},
        {"null-service", 1},
        {"null-input", DSREG_IN_NO_PROVIDER},
        {"null-setting", DSREG_E_INVALID},
    };
    EXPECT_EQ(r.numbers, expected);
    // The host judges, so what is undeclared arrives; what is over a limit does not.
    EXPECT_EQ(count(r, "t.other"), 1u);
    EXPECT_EQ(r.texts.count("long"), 0u);
    EXPECT_EQ(r.findings.size(), 4u);
    // What did not arrive is counted, and its size is named.
    EXPECT_EQ(r.end.dropped, 9u);
}

TEST(Run, InputsSettingsAndTimeReachTheProbe)
{
    loaded worker(worker_module("contract"));
    wire::run_order order;
    order.inputs = {
        {"t.one", DSREG_IN_PRESENT, {{"t.one", "", "broker", value::of_text("first")}}},
        {"?t.many",
         DSREG_IN_PRESENT,
         {{"t.many", "a", "x", value::of_int(1)}, {"t.many", "b", "x", value::unknown("no")}}},
        {"t.broken", DSREG_IN_BROKEN, {}}};
    order.settings = {{"limit", value::of_int(17)}};
    order.deadline = monotonic_ns() + 5'000'000'000;
    const run_result r = worker.run(1, order);
    ASSERT_TRUE(r.done);
    EXPECT_EQ(r.numbers.at("one"), DSREG_IN_PRESENT);
    EXPECT_EQ(r.texts.at("one-value"), "first");
    EXPECT_EQ(r.texts.at("one-source"), "broker");
    EXPECT_EQ(r.numbers.at("one-instance"), 1);
    EXPECT_EQ(r.numbers.at("many-0"), DSREG_IN_PRESENT);
    EXPECT_EQ(r.texts.at("many-0-instance"), "a");
    EXPECT_EQ(r.numbers.at("many-1"), DSREG_IN_UNKNOWN);
    EXPECT_EQ(r.numbers.at("many-2"), DSREG_IN_SILENT);
    EXPECT_EQ(r.numbers.at("broken"), DSREG_IN_BROKEN);
    EXPECT_EQ(r.numbers.at("stranger"), DSREG_IN_NO_PROVIDER);
    EXPECT_EQ(r.numbers.at("set"), DSREG_OK);
    EXPECT_EQ(r.numbers.at("set-value"), 17);
    EXPECT_EQ(r.numbers.at("unset"), DSREG_OK);
    EXPECT_EQ(r.numbers.at("unset-null"), 1);
    EXPECT_EQ(r.numbers.at("undeclared-setting"), DSREG_E_UNDECLARED);
    EXPECT_GT(r.numbers.at("remaining-ms"), 3000);
    EXPECT_LE(r.numbers.at("remaining-ms"), 5000);
    EXPECT_EQ(r.texts.at("version"), wire::version());
    ASSERT_EQ(r.conclusions.size(), 1u);
    EXPECT_EQ(r.conclusions[0].outcome, DSREG_SKIP);
    EXPECT_EQ(r.conclusions[0].reason, DSREG_SKIP_MISSING_INPUT);
    EXPECT_EQ(r.conclusions[0].about, "t.one");
    EXPECT_EQ(r.conclusions[0].text, "no such thing");
}

TEST(Run, TheLabsClockIsTheProbesClock)
{
    worker_process worker(worker_module("contract"));
    worker.init.clock_offset = -1'000'000'000'000'000'000;
    ASSERT_TRUE(worker.greet().has_value());
    wire::run_order order;
    order.inputs = {{"t.one", DSREG_IN_PRESENT, {{"t.one", "", "", value::of_text("")}}},
                    {"t.many", DSREG_IN_PRESENT, {{"t.many", "a", "", value::of_int(1)}}}};
    order.settings = {{"limit", value::of_int(1)}};
    const int64_t now = worker.run(1, order).numbers.at("now");
    timespec real{};
    ::clock_gettime(CLOCK_REALTIME, &real);
    EXPECT_NEAR(static_cast<double>(now), (static_cast<double>(real.tv_sec) - 1e9) * 1e9, 60e9);
}

TEST(Run, LimitsAreToldToTheModuleAndCapWhatIsSent)
{
    loaded worker(worker_module("contract"));
    const run_result r = worker.run(2);
    ASSERT_TRUE(r.done);
    EXPECT_EQ(r.facts.size(), wire::facts_per_run);
    EXPECT_EQ(r.findings.size(), wire::findings_per_run);
    ASSERT_GE(r.logs.size(), 3u);
    EXPECT_EQ(r.logs[0].level, 4);
    EXPECT_EQ(r.logs[0].text.substr(0, 6), "limit:");
    EXPECT_EQ(r.logs[1].text, std::to_string(5000 - wire::facts_per_run));
    EXPECT_EQ(r.logs[2].text, std::to_string(300 - wire::findings_per_run));
    EXPECT_LT(r.logs.size(), 2100u);
    EXPECT_EQ(r.conclusions.size(), 1u);
}

TEST(Run, AModuleThatIgnoresTheLimitRunsIntoTheHostsCap)
{
    loaded worker(broken("ten-million-facts"));
    EXPECT_GT(worker.run(0).facts.size(), wire::frames_per_run);
}

TEST(Run, OtherThreadsMayLogAndLookAtTheTimeOnly)
{
    loaded worker(worker_module("contract"));
    const run_result r = worker.run(3);
    ASSERT_TRUE(r.done);
    EXPECT_EQ(r.numbers.at("foreign-fact"), DSREG_E_INVALID);
    EXPECT_EQ(r.numbers.at("foreign-remaining"), 1);
    ASSERT_EQ(r.logs.size(), 1u);
    EXPECT_EQ(r.logs[0].text, "from another thread");
}

TEST(Run, AProbeThatComputesSeesItsDeadline)
{
    loaded worker(worker_module("contract"));
    wire::run_order order;
    order.deadline = monotonic_ns();
    const run_result r = worker.run(4, order);
    ASSERT_TRUE(r.done);
    EXPECT_EQ(r.conclusions.at(0).outer, 0x801c0021u);
    EXPECT_EQ(r.conclusions.at(0).inner, 0x801c000cu);
}

TEST(Run, AThreadLeftBehindIsShutOut)
{
    loaded worker(broken("leaves-thread"));
    EXPECT_TRUE(worker.run(0).done);
    const run_result r = worker.run(1);
    EXPECT_TRUE(r.done);
    EXPECT_TRUE(r.logs.empty());
}

TEST(Run, AnExceptionLeavesNoVerdictStanding)
{
    for (const char* name : {"throws-std", "throws-int"}) {
        loaded worker(broken(name));
        const run_result r = worker.run(0);
        EXPECT_TRUE(r.done) << name;
        ASSERT_FALSE(r.conclusions.empty());
        EXPECT_EQ(r.conclusions.back().outcome, 0) << name;
        ASSERT_FALSE(r.logs.empty());
        EXPECT_EQ(r.logs.back().level, 3);
        EXPECT_TRUE(worker.run(1).done); // it goes on
    }
}

TEST(Run, TheFaceStopsAnException)
{
    loaded worker(broken("throws-face"));
    const run_result r = worker.run(0);
    EXPECT_TRUE(r.done);
    EXPECT_TRUE(r.conclusions.empty());
    EXPECT_EQ(r.logs.at(0).text, "on purpose");
}

namespace {

struct death {
    const char* module;
    int signal; // 0: exits
};
void PrintTo(const death& d, std::ostream* out)
{
    *out << d.module;
}
class Death : public testing::TestWithParam<death>
{};

} // namespace

TEST_P(Death, IsWhatTheModuleDid)
{
    loaded worker(broken(GetParam().module));
    EXPECT_FALSE(worker.run(0).done);
    const int status = worker.wait();
    if (GetParam().signal == 0)
        EXPECT_TRUE(WIFEXITED(status));
    else
        EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == GetParam().signal) << status;
}

INSTANTIATE_TEST_SUITE_P(All, Death,
                         testing::Values(death{"segv", SIGSEGV}, death{"abort", SIGABRT},
                                         death{"sigill", SIGILL}, death{"stack-overflow", SIGSEGV},
                                         death{"exit-run", 0}, death{"quick-exit-run", 0},
                                         death{"closes-socket", 0}, death{"eats-memory", SIGABRT},
                                         death{"corrupts-heap", SIGABRT}));

TEST(Run, FactsBeforeACrashHaveArrived)
{
    loaded worker(broken("segv"));
    EXPECT_EQ(worker.run(0).facts.size(), 1u);
}

TEST(Run, TheWorkerEndsWithItsHost)
{
    loaded worker(broken("good"));
    worker.hang_up();
    EXPECT_EQ(worker.wait(), 0);
}

TEST(Run, AProbeThatDoesNotExistEndsTheWorker)
{
    loaded worker(broken("good"));
    EXPECT_FALSE(worker.run(2).done);
    EXPECT_EQ(WEXITSTATUS(worker.wait()), 1);
}

TEST(Run, TwoWorkersServeOneModule)
{
    loaded one(broken("good")), two(broken("good"));
    one.send_run(0, {}, 1);
    two.send_run(1, {}, 1);
    EXPECT_TRUE(two.collect(1).done);
    EXPECT_TRUE(one.collect(1).done);
}
