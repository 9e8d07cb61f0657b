#include "broker/authd.h"

#include "bus/private_bus.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::test;
using namespace dsreg::broker;

namespace {

bus::connection connected(const private_bus& bus)
{
    bus::connection c;
    if (!c.open(bus.address(), soon()).ok()) throw std::runtime_error("no bus");
    return c;
}

} // namespace

TEST(authd, is_not_here_on_an_empty_bus)
{
    const private_bus bus;
    bus::connection c = connected(bus);
    EXPECT_FALSE(authd_is_here(c, soon()));
}

TEST(authd, is_here_when_its_name_has_an_owner)
{
    const private_bus bus;
    const child service =
        serve(bus.address(), [](bus::server& s) { (void)s.request_name(authd_name); });
    bus::connection c = connected(bus);
    EXPECT_TRUE(authd_is_here(c, soon()));
}

TEST(authd, is_here_when_it_could_be_started_and_is_not_started)
{
    const temp_dir dir;
    const std::string mark = (dir.path() / "started").string();
    const private_bus bus(activatables{{authd_name, "/usr/bin/touch " + mark}});
    bus::connection c = connected(bus);
    EXPECT_TRUE(authd_is_here(c, soon()));
    EXPECT_FALSE(std::filesystem::exists(mark));
}

TEST(authd, is_not_here_for_who_cannot_ask)
{
    bus::connection closed;
    EXPECT_FALSE(authd_is_here(closed, soon()));
    private_bus bus;
    bus::connection c = connected(bus);
    EXPECT_FALSE(authd_is_here(c, bus::clock::now()));
    bus.stop();
    EXPECT_FALSE(authd_is_here(c, soon()));
}
