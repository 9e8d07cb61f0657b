// A real program in a device root of the test's own.
#include "broker/vendor_tool.h"

#include "base/unique_fd.h"
#include "bus/private_bus.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

using namespace dsreg;
using namespace dsreg::broker;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

using clock_type = std::chrono::steady_clock;

class vendor_tool : public ::testing::Test
{
protected:
    vendor_tool()
    {
        rules.lab = true;
        rules.device_root = (dir.path() / "root").string();
        rules.home = "/home/alice";
        rules.session_bus = "unix:path=/nowhere";
        fs::create_directories(tool().parent_path());
        for (fs::path p = tool().parent_path(); p != dir.path(); p = p.parent_path())
            ::chmod(p.c_str(), 0755);
    }

    fs::path tool() const { return dir.path() / "root/usr/bin/dsreg"; }

    void install(const std::string& body, mode_t mode = 0755) const
    {
        dir.write("root/usr/bin/dsreg", "#!/bin/sh\n" + body + "\n");
        ASSERT_EQ(::chmod(tool().c_str(), mode), 0);
    }

    status run(std::string& ret, std::chrono::milliseconds limit = 4s) const
    {
        std::string path;
        if (status s = find_vendor_tool(rules, path); !s.ok()) return s;
        return run_vendor_tool(rules, path, clock_type::now() + limit, ret);
    }

    errc found() const
    {
        std::string path = "untouched";
        const errc code = find_vendor_tool(rules, path).code();
        if (code != errc::ok) {
            EXPECT_EQ(path, "untouched");
        }
        return code;
    }

    test::temp_dir dir;
    tool_rules rules;
};

} // namespace

TEST_F(vendor_tool, its_output_is_read_whole)
{
    install("echo \"one $1\"; echo; echo two");
    std::string text;
    const status s = run(text);
    EXPECT_TRUE(s.ok()) << s.text();
    EXPECT_EQ(text, "one --status\n\ntwo\n");
}

TEST_F(vendor_tool, it_gets_five_variables_and_no_input)
{
    rules.runtime_dir = "/run/user/1";
    install("env | grep -v -e ^PWD= -e ^_= -e ^SHLVL= -e ^OLDPWD= | sort; read line || echo empty; "
            "ls /proc/self/fd | tr '\\n' ' '");
    ::setenv("DSREG_TEST_SECRET", "x", 1);
    std::string text;
    const status s = run(text);
    ::unsetenv("DSREG_TEST_SECRET");
    ASSERT_TRUE(s.ok()) << s.text();
    EXPECT_EQ(text, "DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere\nDSREG_NESTED=1\n"
                    "HOME=/home/alice\nPATH=/usr/bin:/bin\nXDG_RUNTIME_DIR=/run/user/1\nempty\n"
                    "0 1 2 3 "); // 3: the folder that ls reads
}

TEST_F(vendor_tool, a_silent_one_is_killed_at_the_deadline_with_its_children)
{
    const std::string note = (dir.path() / "pid").string();
    install("sleep 600 & echo $! > " + note + ".new; mv " + note + ".new " + note + "; wait");
    std::string text = "untouched";
    const auto begin = clock_type::now();
    EXPECT_EQ(run(text, 2s).code(), errc::timeout);
    EXPECT_LT(clock_type::now() - begin, 20s);
    EXPECT_EQ(text, "untouched");
    pid_t child = 0;
    ASSERT_TRUE(std::ifstream(note) >> child);
    // Killed with the group: it dies when it gets a core, and somebody else reaps it.
    const unique_fd life(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
    pollfd ended{life.get(), POLLIN, 0};
    EXPECT_TRUE(!life || ::poll(&ended, 1, 30'000) == 1);
}

TEST_F(vendor_tool, endless_output_is_cut_off)
{
    install("yes");
    std::string text;
    EXPECT_EQ(run(text).code(), errc::too_large);
}

TEST_F(vendor_tool, a_child_left_behind_does_not_hold_us)
{
    install("echo done; sleep 600 & exit 0");
    std::string text;
    const auto begin = clock_type::now();
    const status s = run(text);
    EXPECT_TRUE(s.ok()) << s.text();
    EXPECT_LT(clock_type::now() - begin, 3s);
    EXPECT_EQ(text, "done\n");
}

TEST_F(vendor_tool, one_that_failed_is_not_believed)
{
    install("echo 'PRT Present : YES'; exit 3");
    std::string text;
    const status s = run(text);
    EXPECT_EQ(s.code(), errc::protocol);
    EXPECT_EQ(s.text(), "it ended with code 3");
    EXPECT_EQ(text, "");
}

TEST_F(vendor_tool, one_that_was_killed_is_not_believed)
{
    install("echo 'PRT Present : YES'; kill -9 $$");
    std::string text;
    EXPECT_FALSE(run(text).ok());
    EXPECT_EQ(text, "");
}

TEST_F(vendor_tool, a_file_that_is_no_program_is_an_error)
{
    dir.write("root/usr/bin/dsreg", "\x7f"
                                    "ELF nonsense");
    ASSERT_EQ(::chmod(tool().c_str(), 0755), 0);
    std::string text;
    EXPECT_EQ(run(text).code(), errc::io);
}

TEST_F(vendor_tool, others_may_not_write_it_nor_its_folder)
{
    install("echo one", 0775);
    EXPECT_EQ(found(), errc::untrusted);
    install("echo one", 0757);
    EXPECT_EQ(found(), errc::untrusted);
    install("echo one");
    EXPECT_EQ(found(), errc::ok);
    ::chmod(tool().parent_path().c_str(), 0777);
    EXPECT_EQ(found(), errc::untrusted);
}

TEST_F(vendor_tool, its_owner_is_root_or_the_lab_s_player)
{
    install("echo one");
    rules.lab = false;
    const bool root = ::geteuid() == 0;
    EXPECT_EQ(found(), root ? errc::ok : errc::untrusted);
    if (!root) return;
    ASSERT_EQ(::chown(tool().c_str(), 12'345, 12'345), 0);
    EXPECT_EQ(found(), errc::untrusted);
    rules.lab = true;
    EXPECT_EQ(found(), errc::untrusted);
}

TEST_F(vendor_tool, a_nested_run_asks_nobody)
{
    install("echo one");
    rules.nested = true;
    EXPECT_EQ(found(), errc::not_found);
}

TEST_F(vendor_tool, ourselves_are_never_asked)
{
    install("echo one");
    rules.own = {(dir.path() / "elsewhere").string(), tool().string()};
    EXPECT_EQ(found(), errc::not_found);
    const fs::path twin = dir.path() / "twin";
    fs::create_hard_link(tool(), twin);
    rules.own = {twin.string()};
    EXPECT_EQ(found(), errc::not_found);
}

TEST_F(vendor_tool, nor_is_another_installation_of_ours)
{
    install("echo one");
    dir.write("root/usr/libexec/dsreg/dsreg-service", "");
    EXPECT_EQ(found(), errc::not_found);
}

TEST_F(vendor_tool, a_link_leads_nowhere_outside_the_root)
{
    const fs::path outside = dir.write("outside", "#!/bin/sh\necho outside\n");
    ::chmod(outside.c_str(), 0755);
    fs::create_symlink(outside, tool());
    EXPECT_EQ(found(), errc::not_found);
}

TEST_F(vendor_tool, no_file_no_program_or_a_folder_is_none)
{
    EXPECT_EQ(found(), errc::not_found);
    install("echo one", 0644);
    EXPECT_EQ(found(), errc::not_found);
    fs::remove(tool());
    fs::create_directory(tool());
    EXPECT_EQ(found(), errc::not_found);
    rules.device_root.clear(); // a lab never falls through to the real machine
    EXPECT_EQ(found(), errc::not_found);
}

TEST(own_programs, begin_with_this_one)
{
    const std::vector<std::string> own = own_programs();
    ASSERT_FALSE(own.empty());
    EXPECT_EQ(own[0], fs::read_symlink("/proc/self/exe").string());
}
