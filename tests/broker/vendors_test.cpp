// Each broker that is known: told by the program that runs, and asleep by its service file.
#include "broker/stage.h"
#include "dsreg/svc/broker.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::test;

namespace {

constexpr const char* service = "/dbus-1/services/com.microsoft.identity.broker1.service";

struct known_broker {
    const char* program;
    const char* version;
    uint32_t vendor;
    bool java;
};

const known_broker all[] = {
    {"/usr/lib/jvm/java-11-openjdk-amd64/bin/java", "2.0.1", DSREG_BROKER_MICROSOFT, true},
    {"/opt/microsoft/identity-broker/bin/microsoft-identity-broker", "1.7.0",
     DSREG_BROKER_MICROSOFT, true},
    {"/usr/bin/linux_broker", "2.0.2", DSREG_BROKER_MICROSOFT, false},
    {"/usr/bin/microsoft-identity-broker", "2.0.4", DSREG_BROKER_MICROSOFT, false},
    {"/opt/microsoft/identity-broker/bin/microsoft-identity-broker", "3.0.2",
     DSREG_BROKER_MICROSOFT, false},
    {"/usr/sbin/himmelblau_broker", "1.4.0", DSREG_BROKER_HIMMELBLAU, false},
    {"/home/u/.local/bin/intuneme", "3.0.2", DSREG_BROKER_PROXY, false},
    {"/home/u/.local/bin/intuneme", "2.0.1", DSREG_BROKER_PROXY, false}, // its container's
    {"/usr/libexec/dsreg/dsreg-lab-broker", "3.0.2", DSREG_BROKER_REFERENCE, false},
    {"/usr/libexec/reference-broker", "3.0.2", DSREG_BROKER_REFERENCE, false},
    {"/usr/bin/somebody", "3.0.2", DSREG_BROKER_OTHER, false},
};

} // namespace

TEST(vendors, of_a_broker_that_runs)
{
    for (const known_broker& b : all) {
        stage s;
        s.says("getLinuxBrokerVersion.json",
               R"({"linuxBrokerVersion":")" + std::string(b.version) + "\"}");
        s.run(b.program);
        const wire::broker_info i = s.info();
        EXPECT_EQ(i.error.kind, DSREG_X_NONE) << i.error.text;
        EXPECT_EQ(i.vendor, b.vendor) << b.program;
        EXPECT_EQ(i.java_era, b.java) << b.program << ' ' << b.version;
        EXPECT_EQ(i.executable, b.program);
    }
}

TEST(vendors, of_a_broker_that_sleeps)
{
    for (const known_broker& b : all) {
        stage s;
        s.dir.write("root" + std::string(b.program), "");
        s.dir.write("root/usr/share" + std::string(service),
                    "[D-BUS Service]\nName=n\nExec=" + std::string(b.program) + "\n");
        const wire::broker_info i = s.info();
        EXPECT_EQ(i.vendor, b.vendor) << b.program;
        EXPECT_EQ(i.pid, 0);
    }
}

TEST(vendors, of_a_proxy_that_only_the_user_s_home_knows)
{
    stage s;
    s.dir.write("root/home/u/.local/bin/intuneme", "");
    s.dir.write("root/home/u/.local/share" + std::string(service),
                "[D-BUS Service]\nName=n\nExec=/home/u/.local/bin/intuneme broker-proxy\n");
    bus::connection c;
    ASSERT_TRUE(broker::connect(s.world(), soon(), c).ok());
    const auto asked = [&c, &s](const std::string& home) {
        wire::world w = s.world();
        w.home = home;
        return broker::session_broker(c, broker::place_of(w)).info({soon(), false});
    };
    EXPECT_EQ(asked("/home/u").vendor, DSREG_BROKER_PROXY);
    EXPECT_EQ(asked("/home/u").executable, "/home/u/.local/bin/intuneme");
    EXPECT_EQ(asked("/home/other").vendor, DSREG_BROKER_NONE);
}
