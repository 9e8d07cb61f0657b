#include "broker/owner.h"

#include "broker/files.h"
#include "bus/private_bus.h"
#include "dsreg/svc/broker.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

using namespace dsreg;
using namespace dsreg::broker;
using dsreg::test::temp_dir;

TEST(owner, vendor_by_program)
{
    EXPECT_EQ(judge_program("/opt/microsoft/identity-broker/bin/microsoft-identity-broker").vendor,
              DSREG_BROKER_MICROSOFT);
    EXPECT_FALSE(judge_program("/usr/bin/microsoft-identity-broker").java);
    EXPECT_EQ(judge_program("/usr/lib/jvm/java-11/bin/java").vendor, DSREG_BROKER_MICROSOFT);
    EXPECT_TRUE(judge_program("/usr/lib/jvm/java-11/bin/java").java);
    EXPECT_EQ(judge_program("/usr/sbin/himmelblau_broker").vendor, DSREG_BROKER_HIMMELBLAU);
    EXPECT_EQ(judge_program("/home/u/bin/intuneme").vendor, DSREG_BROKER_PROXY);
    EXPECT_EQ(judge_program("/x/dsreg-lab-broker").vendor, DSREG_BROKER_REFERENCE);
    EXPECT_EQ(judge_program("/usr/bin/python3").vendor, DSREG_BROKER_NONE);
    EXPECT_EQ(judge_program("/usr/bin/not-himmelblau_broker").vendor, DSREG_BROKER_NONE);
    EXPECT_EQ(judge_program("").vendor, DSREG_BROKER_NONE);
}

TEST(owner, a_jar_is_the_java_era)
{
    EXPECT_TRUE(judge_command({"/bin/sh", "/opt/x/lib/LinuxBroker-2.0.1.jar"}).java);
    EXPECT_FALSE(judge_command({"/usr/bin/microsoft-identity-broker"}).java);
    EXPECT_EQ(judge_command({}).vendor, DSREG_BROKER_NONE);
}

TEST(owner, java_versions_end_at_2_0_1)
{
    for (const char* old : {"1.2.0", "1.7.0", "2.0.0", "2.0.1", "2.0", "0.9"})
        EXPECT_TRUE(is_java_version(old)) << old;
    for (const char* later :
         {"2.0.2", "2.0.10", "2.5.2", "3.0.1", "10.0", "2.1", "2.0.1.1", "", "x", "2.x", "-1"})
        EXPECT_FALSE(is_java_version(later)) << later;
}

TEST(files, a_path_loses_the_root_and_nothing_else)
{
    EXPECT_EQ(without_root("/lab/root/usr/bin/x", "/lab/root"), "/usr/bin/x");
    EXPECT_EQ(without_root("/lab/root/usr/bin/x", "/lab/root/"), "/usr/bin/x");
    EXPECT_EQ(without_root("/lab/rootless/x", "/lab/root"), "/lab/rootless/x");
    EXPECT_EQ(without_root("/lab/root", "/lab/root"), "/lab/root");
    EXPECT_EQ(without_root("/usr/bin/x", ""), "/usr/bin/x");
}

TEST(files, links_do_not_lead_out_of_the_root_and_a_fifo_holds_nobody)
{
    const temp_dir dir;
    dir.write("outside", "secret");
    dir.write("root/a/inside", "text");
    std::filesystem::create_symlink("../../outside", dir.path() / "root/a/out");
    std::filesystem::create_symlink(dir.path() / "outside", dir.path() / "root/a/absolute");
    std::filesystem::create_symlink("/a/inside", dir.path() / "root/a/in");
    ASSERT_EQ(::mkfifo((dir.path() / "root/a/fifo").c_str(), 0600), 0);
    dir.write("root/a/large", std::string(64 * 1024 + 1, 'x'));
    const std::string root = (dir.path() / "root").string();
    std::string text;
    EXPECT_TRUE(read_small(root, "/a/in", text));
    EXPECT_EQ(text, "text");
    for (const char* bad : {"/a/out", "/a/absolute", "/../outside", "/a/fifo", "/a", "/a/large",
                            "/a/absent", "", "a/inside"})
        EXPECT_FALSE(read_small(root, bad, text)) << bad;
    int64_t time = 0;
    EXPECT_EQ(find_program(root, "/a/inside", time), presence::there);
    EXPECT_GT(time, 0);
    EXPECT_EQ(find_program(root, "/a/absent", time), presence::missing);
    EXPECT_EQ(find_program(root, "/a", time), presence::missing);
}

TEST(installed, the_user_s_file_comes_before_the_system_s)
{
    const temp_dir dir;
    const std::string name = "dbus-1/services/com.microsoft.identity.broker1.service";
    const std::string root = (dir.path() / "root").string();
    const std::string home = "/home/u";
    EXPECT_EQ(find_installed(root, home).file, "");
    dir.write("root/usr/share/" + name,
              "[D-BUS Service]\nName=n\nExec=/usr/sbin/himmelblau_broker\n");
    installed found = find_installed(root, home);
    EXPECT_EQ(found.file, "/usr/share/" + name);
    EXPECT_EQ(found.judged.vendor, DSREG_BROKER_HIMMELBLAU);
    EXPECT_TRUE(found.missing);
    dir.write("root/usr/sbin/himmelblau_broker", "");
    found = find_installed(root, home);
    EXPECT_FALSE(found.missing);
    EXPECT_GT(found.program_time, 0);
    dir.write("root/home/u/.local/share/" + name,
              "[D-BUS Service]\nName=n\nExec=" + root + "/bin/intuneme\n");
    found = find_installed(root, home);
    EXPECT_EQ(found.file, home + "/.local/share/" + name);
    EXPECT_EQ(found.judged.vendor, DSREG_BROKER_PROXY);
    EXPECT_EQ(found.program, "/bin/intuneme");
}
