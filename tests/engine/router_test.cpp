// The router against real processes (fake_service behind the real frames).
#include "engine/call_router.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <unistd.h>

using namespace dsreg;
using namespace dsreg::engine;
using namespace std::chrono_literals;

namespace {

class Router : public testing::Test
{
protected:
    routed_call asking(const std::string& payload, uint32_t flags = 0)
    {
        routed_call c;
        c.asked.service = "dsreg.net/1";
        c.asked.method = 1;
        c.asked.flags = flags;
        c.asked.payload = payload;
        c.probe_deadline = clock::now() + budget;
        return c;
    }
    uint64_t ask(const std::string& payload, uint32_t flags = 0)
    {
        return router.call(asking(payload, flags),
                           [this](const routed_reply& r) { replies.push_back(r); });
    }
    void wait_for(std::size_t count)
    {
        while (replies.size() < count) {
            on.step();
            router.bury();
        }
    }

    std::chrono::milliseconds budget{5000};
    loop on;
    std::vector<std::string> log;
    std::vector<routed_reply> replies;
    call_router router{
        on,
        {std::string(DSREG_BUILD_DIR) + "/tests/fake_service", {}, false},
        [this](const std::string&, std::string_view text) { log.emplace_back(text); }};
};

} // namespace

TEST_F(Router, AnswersAndRemembersEqualRequests)
{
    ask("echo");
    ask("echo"); // joins the first
    wait_for(2);
    EXPECT_EQ(replies[0].status, DSREG_OK);
    EXPECT_EQ(replies[0].payload, replies[1].payload);
    ask("echo"); // answered at once
    EXPECT_EQ(replies.size(), 3u);
}

TEST_F(Router, AFreshCallIsMadeAnew)
{
    ask("echo");
    wait_for(1);
    ask("echo", DSREG_CALL_FRESH);
    EXPECT_EQ(replies.size(), 1u);
    wait_for(2);
}

TEST_F(Router, ACrashInsideTheOnlyCallIsAServiceError)
{
    ask("crash");
    wait_for(1);
    EXPECT_EQ(replies[0].status, DSREG_E_SERVICE);
    EXPECT_NE(replies[0].why.find("SIGKILL"), std::string::npos);
    ask("echo"); // the successor works
    wait_for(2);
    EXPECT_EQ(replies[1].status, DSREG_OK);
}

TEST_F(Router, ExitAndGarbageAreServiceErrorsToo)
{
    ask("exit");
    wait_for(1);
    ask("garbage");
    wait_for(2);
    for (const routed_reply& r : replies) EXPECT_EQ(r.status, DSREG_E_SERVICE);
}

TEST_F(Router, AHangingCallIsKilledBeforeTheProbesBudgetEnds)
{
    budget = 300ms;
    const auto began = clock::now();
    ask("hang");
    wait_for(1);
    EXPECT_EQ(replies[0].status, DSREG_E_SERVICE);
    EXPECT_LT(clock::now() - began, budget);
}

TEST_F(Router, TheCallsOfOthersSurviveTheDeathOfTheirProcess)
{
    const std::string mark = testing::TempDir() + "dsreg-once-" + std::to_string(::getpid());
    std::filesystem::remove(mark);
    ask("hang"); // in flight, innocent of the crash
    ask("once:" + mark);
    wait_for(1); // asked again in the successor, answered there
    EXPECT_EQ(replies[0].status, DSREG_OK);
    std::filesystem::remove(mark);
}

TEST_F(Router, WhoOutlivesTwoOverdueCallsOfOthersIsAskedAThirdTime)
{
    const std::string mark = testing::TempDir() + "dsreg-third-" + std::to_string(::getpid());
    std::filesystem::remove(mark);
    budget = 60s;
    ask("third:" + mark); // its process is killed for each of the two that follow
    budget = 150ms;
    ask("hang", DSREG_CALL_FRESH);
    wait_for(1);
    ask("hang", DSREG_CALL_FRESH);
    wait_for(3);
    EXPECT_EQ(replies[0].status, DSREG_E_SERVICE);
    EXPECT_EQ(replies[1].status, DSREG_E_SERVICE);
    EXPECT_EQ(replies[2].status, DSREG_OK) << replies[2].why;
    std::filesystem::remove(mark);
}

TEST_F(Router, AProcessThatKeepsDyingIsGivenUp)
{
    for (std::size_t i = 1; i <= 7; i++) {
        ask("crash", DSREG_CALL_FRESH);
        wait_for(i);
        EXPECT_EQ(replies.back().status, DSREG_E_SERVICE);
    }
    EXPECT_NE(replies.back().why.find("died"), std::string::npos);
}

TEST_F(Router, CallsThatAreTooShortDoNotUseUpTheStartsOfOthers)
{
    budget = 80ms;
    for (std::size_t i = 1; i <= 7; i++) {
        ask("hang");
        wait_for(i);
    }
    budget = 10s;
    ask("echo");
    wait_for(8);
    EXPECT_EQ(replies.back().status, DSREG_OK) << replies.back().why;
}

TEST_F(Router, ADroppedCallTellsNobody)
{
    router.drop(ask("echo"));
    ask("second");
    wait_for(1);
    EXPECT_EQ(replies.size(), 1u);
}

TEST_F(Router, AnUnknownServiceIsUndeclared)
{
    routed_call c = asking("x");
    c.asked.service = "dsreg.ldap/1";
    router.call(c, [this](const routed_reply& r) { replies.push_back(r); });
    ASSERT_EQ(replies.size(), 1u);
    EXPECT_EQ(replies[0].status, DSREG_E_UNDECLARED);
}
