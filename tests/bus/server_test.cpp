// Answers that take their time, and a service that ends when nobody asks.
#include "bus/private_bus.h"

#include <atomic>
#include <condition_variable>
#include <gtest/gtest.h>
#include <mutex>
#include <stdexcept>
#include <sys/eventfd.h>
#include <thread>
#include <unistd.h>

using namespace dsreg;
using namespace dsreg::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* name = "org.example.Slow";

// A service on a thread of the test.
class SlowAnswers : public testing::Test
{
protected:
    ~SlowAnswers() override { stop(); }

    void prepare()
    {
        ASSERT_TRUE(service.open(daemon.address(), soon()).ok());
        service.slow_method("/a", name, "Keep", "", "s",
                            [this](const bus::incoming&, const bus::later& reply) {
                                const std::lock_guard guard(lock);
                                kept.push_back(reply);
                                changed.notify_all();
                            });
        service.slow_method("/a", name, "Drop", "", "s",
                            [](const bus::incoming&, const bus::later&) {});
        service.slow_method(
            "/a", name, "Throw", "", "s",
            [](const bus::incoming&, const bus::later&) { throw std::runtime_error("inside"); });
        service.slow_method("/a", name, "Twice", "", "s",
                            [](const bus::incoming&, const bus::later& reply) {
                                reply({{bus::of_text("first")}, "", ""});
                                reply({{bus::of_text("second")}, "", ""});
                            });
        service.slow_method("/a", name, "Mismatch", "", "s",
                            [](const bus::incoming&, const bus::later& reply) {
                                reply({{bus::of_u32(1)}, "", ""});
                            });
        service.method("/a", name, "Quick", "", "s", [](const bus::incoming&) {
            return bus::answer{{bus::of_text("quick")}, "", ""};
        });
        ASSERT_TRUE(service.request_name(name).ok());
    }
    void run(std::chrono::milliseconds idle = -1ms)
    {
        prepare();
        thread = std::thread([this, idle] { end = service.run(stop_fd.get(), idle); });
    }
    void stop()
    {
        const uint64_t one = 1;
        EXPECT_EQ(::write(stop_fd.get(), &one, sizeof one), 8);
        if (thread.joinable()) thread.join();
    }
    bus::outcome call(const char* member, std::string& ret)
    {
        bus::connection c;
        if (const auto opened = c.open(daemon.address(), soon()); !opened.ok()) return opened;
        bus::items reply;
        const bus::outcome got = c.call({name, "/a", name, member, "", {}}, soon(), reply);
        ret = bus::text_at(reply, "0");
        return got;
    }
    bus::later wait_for_kept()
    {
        std::unique_lock guard(lock);
        if (!changed.wait_for(guard, 20s, [this] { return !kept.empty(); }))
            throw std::runtime_error("the call did not arrive");
        bus::later taken = kept.back();
        kept.pop_back();
        return taken;
    }

    private_bus daemon;
    bus::server service;
    unique_fd stop_fd{::eventfd(0, EFD_CLOEXEC)};
    std::thread thread;
    bus::outcome end;
    std::mutex lock;
    std::condition_variable changed;
    std::vector<bus::later> kept;
};

} // namespace

TEST_F(SlowAnswers, OthersAreAnsweredMeanwhile)
{
    run();
    std::string slow, quick;
    bus::outcome slow_end;
    std::thread waiting([&] { slow_end = call("Keep", slow); });
    const bus::later reply = wait_for_kept();
    EXPECT_TRUE(call("Quick", quick).ok());
    EXPECT_EQ(quick, "quick");
    reply({{bus::of_text("slow")}, "", ""});
    waiting.join();
    EXPECT_TRUE(slow_end.ok()) << slow_end.text;
    EXPECT_EQ(slow, "slow");
}

TEST_F(SlowAnswers, AnAnswerThatIsNeverGivenIsAnError)
{
    run();
    std::string text;
    const bus::outcome got = call("Drop", text);
    EXPECT_EQ(got.name, "org.freedesktop.DBus.Error.Failed");
    EXPECT_EQ(got.text, "the service gave no answer");
}

TEST_F(SlowAnswers, WhatACallbackThrowsIsTheAnswer)
{
    run();
    std::string text;
    EXPECT_EQ(call("Throw", text).text, "inside");
}

TEST_F(SlowAnswers, OnlyTheFirstAnswerCounts)
{
    run();
    std::string text;
    EXPECT_TRUE(call("Twice", text).ok());
    EXPECT_EQ(text, "first");
}

TEST_F(SlowAnswers, AnAnswerOfAnotherTypeIsAnError)
{
    run();
    std::string text;
    EXPECT_EQ(call("Mismatch", text).name, "org.freedesktop.DBus.Error.Failed");
}

TEST_F(SlowAnswers, ACallerThatLeftHarmsNobody)
{
    run();
    {
        bus::connection c;
        ASSERT_TRUE(c.open(daemon.address(), soon()).ok());
        bus::items reply;
        EXPECT_EQ(c.call({name, "/a", name, "Keep", "", {}}, in(50ms), reply).kind,
                  DSREG_X_TIMEOUT);
    }
    wait_for_kept()({{bus::of_text("too late")}, "", ""});
    std::string text;
    EXPECT_TRUE(call("Quick", text).ok());
}

TEST_F(SlowAnswers, AServiceThatNobodyAsksEndsAndGivesItsNameBack)
{
    run(50ms);
    thread.join();
    EXPECT_TRUE(end.ok()) << end.text;
    std::string text;
    EXPECT_EQ(call("Quick", text).kind, DSREG_X_NOT_FOUND);
}

TEST_F(SlowAnswers, OneThatOwesAnAnswerDoesNotEnd)
{
    run();
    std::string slow;
    bus::outcome slow_end;
    std::thread waiting([&] { slow_end = call("Keep", slow); });
    const bus::later reply = wait_for_kept();
    stop();
    std::atomic<bool> ended{false};
    thread = std::thread([&] {
        end = service.run(-1, 1ms);
        ended = true;
    });
    std::this_thread::sleep_for(200ms); // far longer than it stays when it owes nothing
    EXPECT_FALSE(ended);
    reply({{bus::of_text("slow")}, "", ""});
    waiting.join();
    EXPECT_TRUE(slow_end.ok()) << slow_end.text;
    EXPECT_EQ(slow, "slow");
    thread.join();
    EXPECT_TRUE(end.ok()) << end.text;
}
