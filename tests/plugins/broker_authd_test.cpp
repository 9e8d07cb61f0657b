// broker.name where there is no broker, and authd is taken for one.
#include "bundled.h"

#include <gtest/gtest.h>

namespace {

using testkit::dbus_answer;
using testkit::outcome;
using testkit::world;

const std::string authd = "com.ubuntu.authd.MSEntraID";

world without_broker()
{
    world w;
    w.offered.broker = [](uint32_t) {
        testkit::broker_answer a;
        a.error.kind = DSREG_X_NOT_FOUND;
        return a;
    };
    w.give("broker.bus", "session");
    return w;
}

// The system bus: whether authd's name has an owner, and whom it could start.
world with_system_bus(bool owned, const std::string& startable, uint32_t error = DSREG_X_NONE)
{
    world w = without_broker();
    w.offered.dbus = [=](const testkit::dbus_question& q) {
        EXPECT_EQ(q.bus, DSREG_BUS_SYSTEM);
        EXPECT_EQ(q.destination, "org.freedesktop.DBus"); // nobody else is asked, or started
        dbus_answer a;
        a.error = error;
        if (error != DSREG_X_NONE) return a;
        if (q.member == "NameHasOwner") a.flags = {{"0", owned}};
        if (q.member == "ListActivatableNames")
            a.items = {{"0/0", "org.freedesktop.systemd1"}, {"0/1", startable}};
        return a;
    };
    return w;
}

outcome name(const world& w)
{
    static const bundled_module broker(bundled("broker"));
    const outcome o = broker.run("broker.name", w);
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), std::vector<std::string>{"broker.not-installed"});
    EXPECT_EQ(o.outer, 0x80070002u);
    EXPECT_TRUE(o.violations.empty());
    return o;
}

TEST(plugin_broker_authd, is_named_where_it_runs_or_could_be_started)
{
    for (const world& w : {with_system_bus(true, "x"), with_system_bus(false, authd)}) {
        const outcome o = name(w);
        EXPECT_EQ(o.evidence("broker.not-installed", "authd"), authd);
        EXPECT_EQ(o.fact_of("broker.authd"), "1");
        EXPECT_NE(o.findings[0].message.find("; authd signs users in here, but it is no single "
                                             "sign-on broker"),
                  std::string::npos);
    }
}

TEST(plugin_broker_authd, is_not_named_where_it_is_not_or_nobody_can_say)
{
    for (const world& w : {with_system_bus(false, "com.ubuntu.authd.Other"),
                           with_system_bus(true, "", DSREG_X_CONNECT), without_broker()})
        EXPECT_EQ(name(w).findings[0].message.find("authd"), std::string::npos);
}

} // namespace
