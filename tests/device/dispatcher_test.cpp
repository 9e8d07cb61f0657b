// The privilege border, with a bus that says what the test wants.
#include "device/dispatcher.h"

#include "device/service_methods.h"

#include <atomic>
#include <future>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <semaphore>
#include <thread>

using namespace dsreg;
using namespace dsreg::device;

namespace {

constexpr uid_t root = 0, self = 500, other = 1000;
const std::string denied = "org.freedesktop.DBus.Error.AccessDenied";
const std::string too_many = "org.freedesktop.DBus.Error.LimitsExceeded";
const std::string invalid = "org.freedesktop.DBus.Error.InvalidArgs";

struct fake_bus final : identifier {
    std::map<std::string, uint32_t> uids{{":1.0", root}, {":1.5", self}, {":1.9", other}};
    bus::outcome uid_of(const std::string& sender, uint32_t& ret) override
    {
        asked++;
        if (!uids.count(sender)) return {DSREG_X_NOT_FOUND, "NameHasNoOwner", "no such name"};
        ret = uids[sender];
        return {};
    }
    int asked = 0;
};

wire::world machine()
{
    wire::world w;
    w.elevated = true;
    return w;
}

wire::world lab(bool elevated)
{
    wire::world w = machine();
    w.lab = true;
    w.elevated = elevated;
    return w;
}

bus::incoming from(const std::string& sender, const std::vector<std::string>& texts = {})
{
    bus::incoming in;
    in.sender = sender;
    for (std::size_t i = 0; i < texts.size(); i++)
        in.arguments.emplace_back(std::to_string(i), value::of_text(texts[i]));
    return in;
}

class Border : public testing::Test
{
protected:
    guarded_method echo(const char* name, rights needs, pace how, std::size_t arguments = 0)
    {
        return {name, arguments, needs, how, [this, name](const bus::incoming&) {
                    ran++;
                    return bus::answer{{bus::of_text(name)}, "", ""};
                }};
    }
    std::vector<guarded_method> two()
    {
        return {echo("Look", rights::everyone, pace::quick, 1),
                echo("Change", rights::root, pace::change, 0)};
    }
    // The answer's error, or its text.
    static std::string say(dispatcher& d, const char* method, const bus::incoming& in)
    {
        return begin(d, method, in).get();
    }
    static std::future<std::string> begin(dispatcher& d, const char* method,
                                          const bus::incoming& in)
    {
        const auto said = std::make_shared<std::promise<std::string>>();
        auto future = said->get_future();
        d.take(method, in, bus::later([said](bus::answer a) {
                   said->set_value(a.error_name.empty() ? a.values.at(0).leaf.text : a.error_name);
               }));
        return future;
    }

    fake_bus bus;
    std::atomic<int> ran{0};
};

} // namespace

TEST(Root, IsUidZeroAndOnARealMachineNobodyElse)
{
    EXPECT_TRUE(is_root(machine(), root, root));
    EXPECT_TRUE(is_root(machine(), root, self));
    EXPECT_FALSE(is_root(machine(), other, root));
    EXPECT_FALSE(is_root(machine(), self, self));
}

TEST(Root, IsPlayedInALabByWhoRunsTheServiceIfTheScenarioSaysSo)
{
    EXPECT_TRUE(is_root(lab(true), self, self));
    EXPECT_FALSE(is_root(lab(false), self, self));
    EXPECT_FALSE(is_root(lab(true), other, self));
    EXPECT_TRUE(is_root(lab(false), root, self));
}

TEST_F(Border, EverybodyMayLook)
{
    dispatcher d(machine(), root, bus, two());
    for (const char* sender : {":1.0", ":1.5", ":1.9"})
        EXPECT_EQ(say(d, "Look", from(sender, {"x"})), "Look") << sender;
}

TEST_F(Border, OnlyRootMayChange)
{
    dispatcher d(machine(), root, bus, two());
    EXPECT_EQ(say(d, "Change", from(":1.9")), denied);
    EXPECT_EQ(say(d, "Change", from(":1.5")), denied);
    EXPECT_EQ(ran, 0);
    EXPECT_EQ(say(d, "Change", from(":1.0")), "Change");
}

TEST_F(Border, ACallerWhoIsGoneIsDenied)
{
    dispatcher d(machine(), root, bus, two());
    for (const char* method : {"Look", "Change"})
        EXPECT_EQ(say(d, method, from(":1.77", {"x"})), denied);
    EXPECT_EQ(ran, 0);
}

TEST_F(Border, EachCallIsDecidedAnew)
{
    dispatcher d(machine(), root, bus, two());
    EXPECT_EQ(say(d, "Change", from(":1.0")), "Change");
    bus.uids.erase(":1.0");
    EXPECT_EQ(say(d, "Change", from(":1.0")), denied);
    EXPECT_EQ(bus.asked, 2);
}

TEST_F(Border, WhatHasNoRuleIsDeniedToRootToo)
{
    dispatcher d(machine(), root, bus, two());
    EXPECT_EQ(say(d, "Format", from(":1.0")), denied);
}

TEST_F(Border, AMethodWhoseRuleWasForgottenIsRoots)
{
    guarded_method m;
    m.name = "New";
    m.work = [](const bus::incoming&) { return bus::answer{{bus::of_text("New")}, "", ""}; };
    dispatcher d(machine(), root, bus, {m});
    EXPECT_EQ(say(d, "New", from(":1.9")), denied);
}

TEST_F(Border, ArgumentsAreShortTextsAndAsManyAsTheMethodHas)
{
    dispatcher d(machine(), root, bus, two());
    EXPECT_EQ(say(d, "Look", from(":1.9", {})), invalid);
    EXPECT_EQ(say(d, "Look", from(":1.9", {"a", "b"})), invalid);
    EXPECT_EQ(say(d, "Look", from(":1.9", {std::string(1025, 'x')})), invalid);
    EXPECT_EQ(say(d, "Look", from(":1.9", {std::string(1024, 'x')})), "Look");
    bus::incoming number = from(":1.9");
    number.arguments.emplace_back("0", value::of_int(5));
    EXPECT_EQ(say(d, "Look", number), invalid);
    EXPECT_EQ(ran, 1);
}

TEST_F(Border, WhatAMethodThrowsIsAnError)
{
    guarded_method m = echo("Look", rights::everyone, pace::quick);
    m.work = [](const bus::incoming&) -> bus::answer { throw 5; };
    dispatcher d(machine(), root, bus, {m});
    EXPECT_EQ(say(d, "Look", from(":1.9")), "org.freedesktop.DBus.Error.Failed");
}

namespace {

class Flood : public Border
{
protected:
    // A method that ends when the test says so.
    guarded_method held(const char* name, rights needs, pace how)
    {
        guarded_method m = echo(name, needs, how);
        m.work = [this, name](const bus::incoming&) {
            started.release();
            gate.wait();
            return bus::answer{{bus::of_text(name)}, "", ""};
        };
        return m;
    }

    std::promise<void> released;
    std::shared_future<void> gate{released.get_future()};
    std::counting_semaphore<> started{0};
};

} // namespace

TEST_F(Flood, OneUserHasEightCallsAndDoesNotStandInTheWayOfOthers)
{
    dispatcher d(
        machine(), root, bus,
        {held("Slow", rights::everyone, pace::slow), echo("Look", rights::everyone, pace::quick)});
    std::vector<std::future<std::string>> waiting;
    for (int i = 0; i < 8; i++) waiting.push_back(begin(d, "Slow", from(":1.9")));
    EXPECT_EQ(say(d, "Slow", from(":1.9")), too_many);
    EXPECT_EQ(say(d, "Look", from(":1.5")), "Look");
    auto theirs = begin(d, "Slow", from(":1.5"));
    released.set_value();
    for (auto& w : waiting) EXPECT_EQ(w.get(), "Slow");
    EXPECT_EQ(theirs.get(), "Slow");
    EXPECT_EQ(say(d, "Look", from(":1.9")), "Look");
}

TEST_F(Flood, AnotherConnectionOfTheSameUserIsTheSameUser)
{
    bus.uids[":1.10"] = other;
    dispatcher d(machine(), root, bus, {held("Slow", rights::everyone, pace::slow)});
    std::vector<std::future<std::string>> waiting;
    for (int i = 0; i < 8; i++) waiting.push_back(begin(d, "Slow", from(":1.9")));
    EXPECT_EQ(say(d, "Slow", from(":1.10")), too_many);
    released.set_value();
}

TEST_F(Flood, HoweverManyUsersThereAreTheQueueIsBounded)
{
    dispatcher d(machine(), root, bus, {held("Slow", rights::everyone, pace::slow)});
    std::vector<std::future<std::string>> waiting;
    for (uint32_t user = 0; user < 40; user++) {
        const std::string sender = ":2." + std::to_string(user);
        bus.uids[sender] = other + user;
        for (int i = 0; i < 8; i++) waiting.push_back(begin(d, "Slow", from(sender)));
    }
    released.set_value();
    int refused = 0;
    for (auto& w : waiting) refused += w.get() == too_many ? 1 : 0;
    EXPECT_GE(refused, 320 - 68);
    EXPECT_LE(refused, 320 - 64);
}

TEST_F(Flood, SlowCallsAreNotInTheWayOfTheSameUsersOthers)
{
    dispatcher d(machine(), root, bus,
                 {held("Slow", rights::everyone, pace::slow),
                  echo("Look", rights::everyone, pace::quick),
                  echo("Change", rights::root, pace::change)});
    std::vector<std::future<std::string>> waiting;
    for (int i = 0; i < 8; i++) waiting.push_back(begin(d, "Slow", from(":1.0")));
    EXPECT_EQ(say(d, "Slow", from(":1.0")), too_many);
    EXPECT_EQ(say(d, "Look", from(":1.0")), "Look");
    EXPECT_EQ(say(d, "Change", from(":1.0")), "Change");
    released.set_value();
}

TEST_F(Flood, RootsChangeWaitsForNobodyElse)
{
    dispatcher d(
        machine(), root, bus,
        {held("Slow", rights::everyone, pace::slow), echo("Change", rights::root, pace::change)});
    std::vector<std::future<std::string>> waiting;
    for (int i = 0; i < 8; i++) waiting.push_back(begin(d, "Slow", from(":1.9")));
    EXPECT_EQ(say(d, "Change", from(":1.0")), "Change");
    released.set_value();
}

TEST_F(Flood, ClosingWaitsForTheChangeThatWasBegunAndDropsTheRest)
{
    dispatcher d(machine(), root, bus, {held("Change", rights::root, pace::change)});
    auto begun = begin(d, "Change", from(":1.0"));
    started.acquire();
    auto never = begin(d, "Change", from(":1.0"));
    std::thread later([this, &never] {
        never.wait(); // dropped before the wait for the one that was begun
        released.set_value();
    });
    d.close();
    later.join();
    EXPECT_EQ(begun.get(), "Change");
    EXPECT_EQ(never.get(), "org.freedesktop.DBus.Error.Failed");
    EXPECT_EQ(say(d, "Change", from(":1.0")), too_many);
}

TEST(Methods, OnlyTheTwoThatChangeTheMachineNeedRoot)
{
    std::map<std::string, rights> all;
    for (const guarded_method& m : service_methods(lab(true))) all[m.name] = m.needs;
    const std::map<std::string, rights> wanted = {
        {"GetRegistrations", rights::everyone}, {"KeyMatch", rights::everyone},
        {"SignTest", rights::everyone},         {"ServerTest", rights::everyone},
        {"Unregister", rights::root},           {"Cleanup", rights::root}};
    EXPECT_EQ(all, wanted);
}
