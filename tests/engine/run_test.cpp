// Whole runs: real workers, real modules, and fake_service behind the real frames.
#include "base/unique_fd.h"
#include "engine/engine.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sys/eventfd.h>
#include <unistd.h>

using namespace dsreg;
using namespace dsreg::engine;
using namespace std::chrono_literals;
using report::outcome;
namespace fs = std::filesystem;

namespace {

class Run : public testing::Test
{
protected:
    Run()
    {
        std::string pattern = fs::temp_directory_path() / "dsreg-run-XXXXXX";
        dir = ::mkdtemp(pattern.data());
        const std::string build = DSREG_BUILD_DIR;
        fs::create_symlink(build + "/libexec/dsreg/dsreg-worker", dir + "/dsreg-worker");
        fs::create_symlink(build + "/tests/fake_service", dir + "/dsreg-service");
        asked.libexec = dir;
        asked.elevated = true;
    }
    ~Run() override { fs::remove_all(dir); }

    void use(const std::string& module)
    {
        asked.dirs.push_back(
            {std::string(DSREG_BUILD_DIR) + "/tests/engine/" + module, "option", true});
    }
    void ask_all(const char* host)
    {
        for (int i = 0; i < 10; i++)
            asked.settings.push_back(
                {"t.waits.p" + std::to_string(i), "host", value::of_text(host)});
    }
    void interrupt_when_running()
    {
        stop.reset(::eventfd(0, EFD_CLOEXEC));
        asked.interrupt_fd = stop.get();
        asked.on_progress = [this](const progress& p) {
            if (p.running > 0) (void)::eventfd_write(stop.get(), 1);
        };
    }
    report::report go()
    {
        report::report r;
        const status s = run(asked, r);
        EXPECT_TRUE(s.ok()) << s.text();
        return r;
    }
    std::string dir;
    unique_fd stop;
    request asked;
};

} // namespace

TEST_F(Run, ProbesThatWaitDoNotHoldACore)
{
    use("waits");
    asked.jobs = 1; // and yet all ten must be in the service at once, or the barrier never opens
    const report::report r = go();
    ASSERT_EQ(r.probes.size(), 10u);
    EXPECT_EQ(r.totals.passed, 10u);
}

TEST_F(Run, TheWholeRunsDeadlineEndsWhatRunsAndNamesWhatDidNot)
{
    use("waits");
    ask_all("hang");
    asked.timeout = 300ms;
    asked.probe_globs = {"t.waits.*"};
    const auto began = std::chrono::steady_clock::now();
    const report::report r = go();
    EXPECT_LT(std::chrono::steady_clock::now() - began, 3s);
    EXPECT_EQ(r.totals.errors, 10u);
    for (const report::probe_row& p : r.probes)
        EXPECT_TRUE(p.reason == "timeout" || p.reason == "not-run") << p.id << ' ' << p.reason;
}

TEST_F(Run, AnInterruptLeavesAWholeReportThatSaysSo)
{
    use("waits");
    ask_all("hang");
    interrupt_when_running();
    const report::report r = go();
    EXPECT_FALSE(r.complete);
    ASSERT_EQ(r.probes.size(), 10u);
    for (const report::probe_row& p : r.probes) EXPECT_EQ(p.reason, "interrupted") << p.id;
}

TEST_F(Run, TheSecondCrashOfAModuleSkipsItsRest)
{
    use("crashes");
    use("waits");
    asked.jobs = 1;
    const report::report r = go();
    int crashed = 0, unstable = 0;
    for (const report::probe_row& p : r.probes) {
        if (p.module != "t.crashes") continue;
        crashed += p.reason == "crashed" ? 1 : 0;
        unstable += p.reason == "unstable-module" ? 1 : 0;
    }
    EXPECT_EQ(crashed, 2);
    EXPECT_EQ(unstable, 1);
    EXPECT_EQ(r.totals.passed, 10u); // the other module's results stay whole
}

TEST_F(Run, AServiceThatNeverAnswersIsAServiceError)
{
    use("waits");
    ask_all("hang");
    asked.timeouts = {{"t.waits.*", 400ms}};
    const report::report r = go();
    for (const report::probe_row& p : r.probes) {
        EXPECT_EQ(p.result, outcome::error) << p.id;
        EXPECT_EQ(p.reason, "service") << p.id << ": " << p.text;
    }
}

TEST_F(Run, OneWorkerOrEightGiveTheSameReport)
{
    use("crashes");
    use("waits");
    asked.skip_globs = {"t.crashes.p2"};
    std::vector<std::string> shown;
    for (const unsigned jobs : {1u, 8u}) {
        asked.jobs = jobs;
        std::string all;
        for (const report::probe_row& p : go().probes)
            all += p.id + " " + std::to_string(static_cast<int>(p.result)) + " " + p.reason + " " +
                   p.text + "\n";
        shown.push_back(all);
    }
    EXPECT_EQ(shown[0], shown[1]);
}

TEST_F(Run, AServiceThatAnswersNonsenseIsNeverGreen)
{
    use("waits");
    ask_all("echo"); // answers with what is no reply to a check
    EXPECT_EQ(go().totals.passed, 0u);
}

TEST_F(Run, InProcessGivesTheSameOutcomes)
{
    use("waits");
    asked.in_process = true;
    ask_all("free");
    EXPECT_EQ(go().totals.passed, 10u);
}

TEST_F(Run, WithoutItsWorkerProgramARunIsAnErrorNotAnEmptyReport)
{
    use("waits");
    fs::remove(dir + "/dsreg-worker");
    report::report r;
    EXPECT_FALSE(run(asked, r).ok());
}

TEST_F(Run, NoModulesAtAllIsAnEmptyReport)
{
    asked.dirs.push_back({dir, "option", true});
    EXPECT_TRUE(go().probes.empty());
}

TEST_F(Run, AnInterruptBeforeTheFirstModuleIsLoadedEndsAtOnce)
{
    use("waits");
    stop.reset(::eventfd(1, EFD_CLOEXEC));
    asked.interrupt_fd = stop.get();
    asked.dirs.insert(
        asked.dirs.begin(),
        {std::string(DSREG_BUILD_DIR) + "/tests/broken/sleep-constructor", "option", false});
    const auto began = std::chrono::steady_clock::now();
    EXPECT_FALSE(go().complete);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 1s);
}

TEST_F(Run, InProcessAnInterruptEndsInAReport)
{
    use("waits");
    ask_all("hang");
    asked.in_process = true;
    interrupt_when_running();
    const report::report r = go();
    EXPECT_FALSE(r.complete);
    for (const report::probe_row& p : r.probes) EXPECT_EQ(p.reason, "interrupted") << p.id;
}

TEST_F(Run, AWorkerProgramThatVanishesInTheRunIsAnErrorNotASkip)
{
    use("crashes"); // each crash needs a new worker
    asked.jobs = 1;
    asked.on_progress = [&](const progress&) { fs::remove(dir + "/dsreg-worker"); };
    const report::report r = go();
    ASSERT_EQ(r.probes.size(), 3u);
    EXPECT_EQ(r.totals.errors, 3u);
    EXPECT_EQ(r.totals.skipped, 0u);
}

TEST_F(Run, ATimeoutForNoProbeIsTheCallersMistake)
{
    use("crashes");
    asked.timeouts = {{"t.crashs.p0", 400ms}};
    report::report r;
    const status s = run(asked, r);
    EXPECT_EQ(s.code(), errc::invalid);
    EXPECT_NE(s.text().find("t.crashes.p0"), std::string::npos);
}

TEST_F(Run, AFolderThatIsThereAndCannotBeReadIsARejection)
{
    const std::string file = dir + "/not-a-folder";
    std::ofstream(file) << "x";
    asked.dirs.push_back({file, "directory", false});
    asked.dirs.push_back({dir + "/nothing", "directory", false});
    const report::report r = go();
    ASSERT_EQ(r.modules.size(), 1u);
    EXPECT_EQ(r.modules[0].rejected, "unreadable");
}
