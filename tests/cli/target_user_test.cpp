#include "cli/target_user.h"

#include "scratch.h"

#include <gtest/gtest.h>

#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace dsreg::cli {
namespace {

caller plain_caller(uid_t uid)
{
    caller who;
    who.uid = uid;
    who.elevated = uid == 0;
    return who;
}

TEST(caller, is_whom_sudo_or_pkexec_named_as_root_only)
{
    environment env;
    env.sudo_uid = "1000";
    caller who;
    ASSERT_TRUE(identify_caller(env, who).ok());
    EXPECT_EQ(who.uid, ::geteuid());
    EXPECT_EQ(who.elevated, ::geteuid() == 0);
    if (::geteuid() == 0) {
        EXPECT_EQ(who.invoked_by, std::optional<uid_t>(1000));
        env.sudo_uid.reset();
        env.pkexec_uid = "1001";
        ASSERT_TRUE(identify_caller(env, who).ok());
        EXPECT_EQ(who.invoked_by, std::optional<uid_t>(1001));
        for (const char* bad : {"", "x", "-1", "1x", "4294967295", "99999999999"}) {
            env.pkexec_uid = bad;
            const status s = identify_caller(env, who);
            EXPECT_EQ(s.text(), "the environment variable PKEXEC_UID holds no user id") << bad;
        }
    } else {
        EXPECT_FALSE(who.invoked_by);
    }
}

TEST(target_user, is_the_caller_then_the_invoking_user)
{
    account target;
    caller who = plain_caller(0);
    ASSERT_TRUE(choose_target(who, "", target).ok());
    EXPECT_EQ(target.name, "root");
    EXPECT_EQ(target.home, "/root");
    account nobody;
    ASSERT_TRUE(find_account("nobody", nobody).ok());
    who.invoked_by = nobody.uid;
    ASSERT_TRUE(choose_target(who, "", target).ok());
    EXPECT_EQ(target.name, "nobody");
    EXPECT_EQ(target.gid, nobody.gid);
    ASSERT_TRUE(choose_target(who, "daemon", target).ok());
    EXPECT_EQ(target.name, "daemon");
}

TEST(target_user, others_are_for_root_only)
{
    account nobody, target;
    ASSERT_TRUE(find_account("nobody", nobody).ok());
    const caller who = plain_caller(nobody.uid);
    EXPECT_TRUE(choose_target(who, "nobody", target).ok());
    const status s = choose_target(who, "daemon", target);
    EXPECT_EQ(s.code(), errc::invalid);
    EXPECT_EQ(s.text(), "only root may ask for another user: sudo dsreg --user daemon");
}

TEST(target_user, an_unknown_name_is_a_sentence)
{
    account target;
    EXPECT_EQ(choose_target(plain_caller(0), "no-such-user", target).text(),
              "there is no user \"no-such-user\"");
    caller who = plain_caller(0);
    who.invoked_by = 3'999'999'999u;
    EXPECT_EQ(choose_target(who, "", target).text(), "there is no user with the id 3999999999");
    ASSERT_TRUE(choose_target(plain_caller(3'999'999'999u), "", target).ok());
    EXPECT_EQ(target.name, "3999999999");
}

class session_bus_test : public ::testing::Test
{
protected:
    void make_socket(uid_t uid)
    {
        std::filesystem::create_directories(dir.at(std::to_string(uid)));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, socket_path(uid).c_str(), sizeof address.sun_path - 1);
        const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        ASSERT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        ::close(fd);
    }
    std::string socket_path(uid_t uid) const { return dir.at(std::to_string(uid) + "/bus"); }
    session_bus find(const caller& who, uid_t target)
    {
        account user;
        user.uid = target;
        return find_session_bus(who, user, env, dir.path());
    }

    scratch dir;
    environment env;
};

TEST_F(session_bus_test, the_callers_variable_counts_for_his_own_bus)
{
    env.session_bus = "unix:path=/tmp/my bus";
    make_socket(1000);
    EXPECT_EQ(find(plain_caller(1000), 1000).address, "unix:path=/tmp/my bus");
    EXPECT_EQ(find(plain_caller(0), 0).address, "unix:path=/tmp/my bus");
    EXPECT_EQ(find(plain_caller(0), 1000).address, "unix:path=" + socket_path(1000));
    caller sudo = plain_caller(0);
    sudo.invoked_by = 1000;
    EXPECT_EQ(find(sudo, 1000).address, "unix:path=" + socket_path(1000));
}

TEST_F(session_bus_test, without_the_variable_the_users_socket_is_taken)
{
    make_socket(1000);
    EXPECT_EQ(find(plain_caller(1000), 1000).address, "unix:path=" + socket_path(1000));
    env.session_bus = "";
    EXPECT_EQ(find(plain_caller(1000), 1000).address, "unix:path=" + socket_path(1000));
}

TEST_F(session_bus_test, without_either_it_says_so)
{
    session_bus bus = find(plain_caller(0), 0);
    EXPECT_EQ(bus.address, "");
    EXPECT_EQ(bus.why, "no user session bus: DBUS_SESSION_BUS_ADDRESS is not set and there is no "
                       "socket " +
                           socket_path(0));
    caller sudo = plain_caller(0);
    sudo.invoked_by = 1000;
    std::filesystem::create_directories(dir.at("1000"));
    dir.write("1000/bus", "a file is no socket");
    EXPECT_EQ(find(sudo, 1000).why, "no user session bus: there is no socket " + socket_path(1000));
}

TEST_F(session_bus_test, an_address_that_starts_a_program_is_not_used)
{
    for (const char* bad : {"unixexec:path=/bin/sh", "tcp:host=a,port=1",
                            "autolaunch:", "unix:path=/a;unixexec:path=/bin/sh", "nonsense"}) {
        env.session_bus = bad;
        const session_bus bus = find(plain_caller(1000), 1000);
        EXPECT_EQ(bus.address, "") << bad;
        EXPECT_EQ(bus.why,
                  "no user session bus: DBUS_SESSION_BUS_ADDRESS names no socket of this machine");
    }
    EXPECT_TRUE(is_local_bus_address("unix:path=/a,guid=0;unix:abstract=/b"));
}

} // namespace
} // namespace dsreg::cli
