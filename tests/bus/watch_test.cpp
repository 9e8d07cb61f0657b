#include "bus/watch.h"

#include "bus/private_bus.h"

#include <gtest/gtest.h>
#include <unistd.h>

using namespace dsreg;
using namespace dsreg::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* iface = "org.example.A";

void service(bus::server& s)
{
    s.method("/a", iface, "Say", "s", "", [&s](const bus::incoming& in) {
        bus::answer given;
        given.after = [&s, text = in.text(0)] {
            s.emit("/a", iface, "Said", {bus::of_text(text), bus::of_u32(7)});
            s.emit("/a", iface, "Other", {bus::of_text("no")});
        };
        return given;
    });
    if (!s.request_name(iface).ok()) ::_exit(1);
}

struct watching : testing::Test {
    private_bus daemon;
    bus::connection c;
    bus::watch w;
    std::string owner;
    child running = serve(daemon.address(), service);

    void SetUp() override
    {
        ASSERT_TRUE(c.open(daemon.address(), soon()).ok());
        ASSERT_TRUE(c.name_owner(iface, soon(), owner).ok());
        const bus::outcome end = w.open(daemon.address(), {owner, "/a", iface, "Said"}, soon());
        ASSERT_TRUE(end.ok()) << end.text;
    }
    void say(const std::string& text)
    {
        bus::items reply;
        const bus::outcome end =
            c.call({owner, "/a", iface, "Say", "s", {value::of_text(text)}}, soon(), reply);
        ASSERT_TRUE(end.ok()) << end.text;
    }
};

} // namespace

TEST_F(watching, gets_each_signal_of_its_kind_in_order)
{
    say("one");
    say("two");
    for (const char* expected : {"one", "two"}) {
        bus::items arguments;
        const bus::outcome end = w.next(soon(), arguments);
        ASSERT_TRUE(end.ok()) << end.text;
        ASSERT_EQ(arguments.size(), 2u);
        EXPECT_EQ(bus::text_at(arguments, "0"), expected);
        EXPECT_EQ(arguments[1].second.i, 7);
    }
}

TEST_F(watching, ends_by_its_deadline)
{
    bus::items untouched{{"x", value::of_int(1)}};
    EXPECT_EQ(w.next(in(50ms), untouched).kind, DSREG_X_TIMEOUT);
    EXPECT_EQ(untouched.size(), 1u);
}

TEST_F(watching, says_when_the_bus_is_gone)
{
    daemon.stop();
    bus::items arguments;
    EXPECT_EQ(w.next(soon(), arguments).kind, DSREG_X_DISCONNECTED);
}

TEST(watch, refuses_a_name_that_no_bus_allows)
{
    bus::watch w;
    EXPECT_EQ(w.open("unix:path=/x", {"org.example.A", "/a", iface, "Said"}, soon()).kind,
              DSREG_X_PROTOCOL);
}
