#include "bus/client.h"

#include "bus/private_bus.h"

#include <gtest/gtest.h>
#include <stdexcept>
#include <unistd.h>

using namespace dsreg;
using namespace dsreg::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* name = "org.example.A";
constexpr const char* iface = "org.example.A";

void echo_service(bus::server& s)
{
    s.method("/a", iface, "Echo", "s", "s", [](const bus::incoming& in) {
        return bus::answer{{bus::of_text(in.text(0))}, "", ""};
    });
    s.method("/a", iface, "Refuse", "", "", [](const bus::incoming&) {
        return bus::answer::error("com.example.Busy", "come back later");
    });
    s.method("/a", iface, "Throw", "", "",
             [](const bus::incoming&) -> bus::answer { throw std::runtime_error("inside"); });
    s.method("/a", iface, "ThrowInt", "", "", [](const bus::incoming&) -> bus::answer { throw 5; });
    s.method("/a", iface, "Mismatch", "", "u", [](const bus::incoming&) {
        return bus::answer{{bus::of_text("no")}, "", ""};
    });
    s.method("/a", iface, "Die", "", "", [](const bus::incoming&) -> bus::answer { ::_exit(7); });
    s.method("/a", iface, "Big", "u", "s", [](const bus::incoming& in) {
        const auto n = static_cast<std::size_t>(in.arguments.at(0).second.i);
        return bus::answer{{bus::of_text(std::string(n, 'x'))}, "", ""};
    });
    if (!s.request_name(name).ok()) ::_exit(1);
}

struct client : testing::Test {
    private_bus daemon;
    bus::connection c;
    std::string owner;

    void connect()
    {
        const bus::outcome end = c.open(daemon.address(), soon());
        ASSERT_TRUE(end.ok()) << end.text;
    }
    child serve_echo()
    {
        child made = serve(daemon.address(), echo_service);
        connect();
        EXPECT_TRUE(c.name_owner(name, soon(), owner).ok());
        return made;
    }
    bus::outcome call(const char* member, bus::items& ret, const std::string& signature = "",
                      std::vector<value> arguments = {})
    {
        return c.call({owner, "/a", iface, member, signature, std::move(arguments)}, soon(), ret);
    }
};

} // namespace

TEST_F(client, asks_and_is_answered)
{
    const child service = serve_echo();
    bus::items reply;
    const bus::outcome end = call("Echo", reply, "s", {value::of_text("ab\u00e7")});
    ASSERT_TRUE(end.ok()) << end.name << end.text;
    EXPECT_EQ(bus::text_at(reply, "0"), "ab\u00e7");
    uint32_t uid = 1;
    int32_t pid = 0;
    EXPECT_TRUE(c.owner_uid(owner, soon(), uid).ok());
    EXPECT_TRUE(c.owner_pid(owner, soon(), pid).ok());
    EXPECT_EQ(uid, ::getuid());
    EXPECT_EQ(pid, service.pid());
}

TEST_F(client, a_service_s_own_error_is_refused_with_its_name)
{
    const child service = serve_echo();
    bus::items reply;
    const bus::outcome end = call("Refuse", reply);
    EXPECT_EQ(end.kind, DSREG_X_REFUSED);
    EXPECT_EQ(end.name, "com.example.Busy");
    EXPECT_EQ(end.text, "come back later");
}

TEST_F(client, a_callback_that_throws_is_an_error_and_the_service_lives)
{
    const child service = serve_echo();
    bus::items reply;
    for (const char* member : {"Throw", "ThrowInt", "Mismatch"}) {
        EXPECT_EQ(call(member, reply).name, "org.freedesktop.DBus.Error.Failed") << member;
    }
    EXPECT_TRUE(call("Echo", reply, "s", {value::of_text("x")}).ok());
}

TEST_F(client, a_service_that_dies_in_the_call_is_disconnected)
{
    const child service = serve_echo();
    bus::items reply;
    EXPECT_EQ(call("Die", reply).kind, DSREG_X_DISCONNECTED);
    // The unique name is gone, and nothing else answers in its place.
    EXPECT_EQ(call("Echo", reply, "s", {value::of_text("x")}).kind, DSREG_X_DISCONNECTED);
}

TEST_F(client, a_bus_that_goes_away_is_disconnected)
{
    connect();
    daemon.stop();
    bus::items reply;
    std::string ret;
    EXPECT_EQ(c.name_owner(name, soon(), ret).kind, DSREG_X_DISCONNECTED);
}

TEST_F(client, a_service_that_does_not_answer_ends_at_the_deadline)
{
    int hold[2];
    ASSERT_EQ(::pipe(hold), 0);
    const child service = serve(daemon.address(), [&](bus::server& s) {
        s.method("/a", iface, "Wait", "", "", [&](const bus::incoming&) {
            char c = 0;
            (void)!::read(hold[0], &c, 1);
            return bus::answer{};
        });
        (void)s.request_name(name);
    });
    connect();
    ASSERT_TRUE(c.name_owner(name, soon(), owner).ok());
    bus::items reply;
    const auto begin = bus::clock::now();
    const bus::outcome end = c.call({owner, "/a", iface, "Wait", "", {}}, in(60ms), reply);
    const auto took = bus::clock::now() - begin;
    EXPECT_EQ(end.kind, DSREG_X_TIMEOUT);
    EXPECT_GE(took, 55ms);
    EXPECT_LT(took, 2s);
    ::close(hold[0]);
    ::close(hold[1]);
}

TEST_F(client, a_deadline_in_the_past_asks_nothing)
{
    connect();
    std::string ret;
    EXPECT_EQ(c.name_owner(name, in(-1ms), ret).kind, DSREG_X_TIMEOUT);
}

TEST_F(client, a_reply_over_the_limit_is_too_large_and_one_at_it_is_not)
{
    const child service = serve_echo();
    bus::items reply;
    // The path of an item counts too: "0" is one byte.
    EXPECT_TRUE(call("Big", reply, "u", {value::of_int(bus::most_bytes - 1)}).ok());
    EXPECT_EQ(bus::text_at(reply, "0").size(), bus::most_bytes - 1);
    reply.clear();
    EXPECT_EQ(call("Big", reply, "u", {value::of_int(bus::most_bytes)}).kind, DSREG_X_TOO_LARGE);
    EXPECT_EQ(call("Big", reply, "u", {value::of_int(10 << 20)}).kind, DSREG_X_TOO_LARGE);
    EXPECT_TRUE(reply.empty());
}

TEST_F(client, asking_starts_nothing)
{
    private_bus starter(activatables{{name, "/bin/false"}});
    ASSERT_TRUE(c.open(starter.address(), soon()).ok());
    std::vector<std::string> names;
    ASSERT_TRUE(c.activatable_names(soon(), names).ok());
    EXPECT_NE(std::find(names.begin(), names.end(), name), names.end());
    std::string ret;
    const bus::outcome end = c.name_owner(name, soon(), ret);
    EXPECT_EQ(end.kind, DSREG_X_NOT_FOUND);
    EXPECT_EQ(end.name, "org.freedesktop.DBus.Error.NameHasNoOwner");
}

TEST_F(client, starting_a_service_tells_its_failures_apart)
{
    private_bus starter(
        activatables{{"org.example.Exits", "/bin/false"}, {"org.example.Gone", "/nowhere/x"}});
    ASSERT_TRUE(c.open(starter.address(), soon()).ok());
    const std::string error = "org.freedesktop.DBus.Error.";
    EXPECT_EQ(c.start_service("org.example.Exits", soon()).name, error + "Spawn.ChildExited");
    EXPECT_EQ(c.start_service("org.example.Gone", soon()).name, error + "Spawn.ExecFailed");
    EXPECT_EQ(c.start_service("org.example.No", soon()).name, error + "ServiceUnknown");
}

TEST_F(client, a_dictionary_of_texts_arrives_behind_the_arguments)
{
    const child service = serve(daemon.address(), [](bus::server& s) {
        s.method("/a", iface, "Search", "ua{ss}", "s", [](const bus::incoming& in) {
            std::string all;
            for (const auto& [path, v] : in.arguments)
                all +=
                    path + "=" + (v.type == value_type::text ? v.text : std::to_string(v.i)) + " ";
            return bus::answer{{bus::of_text(all)}, "", ""};
        });
        (void)s.request_name(name);
    });
    connect();
    ASSERT_TRUE(c.name_owner(name, soon(), owner).ok());
    bus::request what{owner, "/a", iface, "Search", "u", {value::of_int(7)}};
    what.dictionary = {{"env", "x y"}, {"name", ""}};
    bus::items reply;
    ASSERT_TRUE(c.call(what, soon(), reply).ok());
    EXPECT_EQ(bus::text_at(reply, "0"), "0=7 1/env=x y 1/name= ");

    what.dictionary = {{"env", std::string("\xff")}};
    EXPECT_EQ(c.call(what, soon(), reply).kind, DSREG_X_PROTOCOL);
    what.dictionary = {{"env", std::string(bus::most_bytes, 'x')}};
    EXPECT_FALSE(bus::check(what).ok());
}
