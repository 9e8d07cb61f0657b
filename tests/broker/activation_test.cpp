// Brokers that do not run: not there, could be started, are started, cannot be started.
#include "broker/stage.h"
#include "dsreg/svc/broker.h"

#include <gtest/gtest.h>
#include <unistd.h>

using namespace dsreg;
using namespace dsreg::test;

namespace {

constexpr const char* name = "com.microsoft.identity.broker1";
const std::string error = "org.freedesktop.DBus.Error.";
constexpr const char* path = "/usr/sbin/himmelblau_broker";

// A bus starts a link, so that its service file can be written before the program's place is known.
struct startable {
    temp_dir link_dir;
    std::string link = (link_dir.path() / "broker").string();
    std::string words = (link_dir.path() / "words").string();
    stage s{{{name, link + " " + words}}};

    startable()
    {
        std::filesystem::create_directories(words);
        s.dir.write(std::string("root/usr/share/dbus-1/services/") + name + ".service",
                    std::string("[D-BUS Service]\nName=") + name + "\nExec=" + path + "\n");
    }
    void install() const { std::filesystem::create_symlink(s.install(path), link); }
    void says(const char* file, const char* text) const
    {
        link_dir.write(std::string("words/") + file, text);
    }
};

} // namespace

TEST(stopped, nothing_there_at_all)
{
    const stage s;
    const wire::broker_info i = s.info();
    EXPECT_EQ(i.error.kind, DSREG_X_NOT_FOUND);
    EXPECT_EQ(i.error.dbus_error, error + "ServiceUnknown");
    EXPECT_EQ(i.pid, 0);
    EXPECT_FALSE(i.activatable);
    EXPECT_EQ(i.vendor, DSREG_BROKER_NONE);
    const wire::broker_accounts a = s.accounts({soon(), true});
    EXPECT_EQ(a.error.kind, DSREG_X_NOT_FOUND);
    EXPECT_EQ(a.error.text, "the broker is not running");
    EXPECT_EQ(s.token(DSREG_TOKEN_DRS).error.kind, DSREG_X_NOT_FOUND);
}

TEST(stopped, one_that_could_be_started_is_described_and_left_alone)
{
    const startable b;
    b.install();
    const wire::broker_info i = b.s.info();
    EXPECT_EQ(i.error.kind, DSREG_X_NONE) << i.error.text;
    EXPECT_EQ(i.pid, 0);
    EXPECT_TRUE(i.activatable);
    EXPECT_EQ(i.vendor, DSREG_BROKER_HIMMELBLAU);
    EXPECT_EQ(i.executable, path);
    EXPECT_GT(i.executable_time, 0);
    EXPECT_EQ(i.service_file, std::string("/usr/share/dbus-1/services/") + name + ".service");
    EXPECT_EQ(i.version, "");
    EXPECT_EQ(b.s.accounts().error.kind, DSREG_X_NOT_FOUND);
    // Neither question started it.
    EXPECT_EQ(b.s.info().pid, 0);
}

TEST(stopped, a_service_file_whose_program_is_missing)
{
    const startable b;
    const wire::broker_info i = b.s.info();
    EXPECT_EQ(i.error.kind, DSREG_X_NOT_FOUND);
    EXPECT_EQ(i.executable, path);
    EXPECT_EQ(i.executable_time, 0);
    EXPECT_TRUE(i.activatable);
    EXPECT_EQ(i.vendor, DSREG_BROKER_HIMMELBLAU);
}

TEST(starting, a_broker_that_may_be_started_is_started_and_answers)
{
    const startable b;
    b.install();
    b.says("getLinuxBrokerVersion.json", R"({"linuxBrokerVersion":"3.1.9"})");
    const wire::broker_info i = b.s.info({soon(), true});
    EXPECT_EQ(i.error.kind, DSREG_X_NONE) << i.error.dbus_error << i.error.text;
    EXPECT_NE(i.pid, 0);
    EXPECT_EQ(i.executable, path);
    EXPECT_EQ(i.version, "3.1.9");
    EXPECT_TRUE(i.activatable);
}

TEST(starting, one_that_takes_its_name_before_it_exports_its_object_is_asked_again)
{
    const startable b;
    b.install();
    b.says("getLinuxBrokerVersion.json", R"({"linuxBrokerVersion":"2.0.1"})");
    b.says("getLinuxBrokerVersion.once",
           "org.freedesktop.DBus.Error.UnknownObject\nNo such object");
    EXPECT_EQ(b.s.info({soon(), true}).version, "2.0.1");
    // Of one that ran already it is an answer.
    b.says("getLinuxBrokerVersion.once",
           "org.freedesktop.DBus.Error.UnknownObject\nNo such object");
    EXPECT_EQ(b.s.info({soon(), true}).error.kind, DSREG_X_NOT_FOUND);
}

TEST(starting, tells_its_failures_apart)
{
    const startable missing;
    wire::broker_info i = missing.s.info({soon(), true});
    EXPECT_EQ(i.error.dbus_error, error + "Spawn.ExecFailed");
    EXPECT_EQ(i.error.kind, DSREG_X_REFUSED);
    EXPECT_EQ(i.pid, 0);
    EXPECT_TRUE(i.activatable);
    EXPECT_EQ(i.executable, path);

    const startable exits;
    exits.install();
    exits.says("exit", "");
    i = exits.s.info({soon(), true});
    EXPECT_EQ(i.error.dbus_error, error + "Spawn.ChildExited");
    EXPECT_FALSE(i.error.text.empty());
    EXPECT_EQ(exits.s.accounts({soon(), true}).error.dbus_error, error + "Spawn.ChildExited");
}

TEST(starting, one_that_never_takes_its_name_ends_at_the_deadline)
{
    int hold[2]; // the started program waits for its end, which is ours
    ASSERT_EQ(::pipe(hold), 0);
    const stage s({{name, "/bin/cat /proc/" + std::to_string(::getpid()) + "/fd/" +
                              std::to_string(hold[0])}});
    const wire::broker_info i = s.info({in(std::chrono::milliseconds(150)), true});
    EXPECT_EQ(i.error.kind, DSREG_X_TIMEOUT);
    EXPECT_EQ(i.pid, 0);
    ::close(hold[0]);
    ::close(hold[1]);
}
