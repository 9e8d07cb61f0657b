// dsreg.fs/1 against a device root of real files.
#include "services/service.h"

#include <cerrno>
#include <dsreg/svc/fs.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace dsreg;
using namespace dsreg::services;
namespace files = std::filesystem;

namespace {

class Fs : public testing::Test
{
protected:
    void SetUp() override
    {
        std::string name = testing::TempDir() + "dsreg-fs-XXXXXX";
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        top = name;
        files::create_directories(top / "root/etc/app");
        files::create_directories(top / "root/home/u/.config");
        write("root/etc/one", "first");
        write("root/etc/app/b", "bb");
        write("root/etc/app/a", "a");
        write("outside", "secret");
        write("root/home/u/.config/x", "mine");
        where.lab = true;
        where.device_root = top / "root";
        where.home = "/home/u";
    }
    void TearDown() override { files::remove_all(top); }

    void write(const std::string& name, const std::string& text)
    {
        std::ofstream(top / name) << text;
    }
    void link(const std::string& name, const std::string& to)
    {
        files::create_symlink(to, top / name);
    }

    wire::service_reply raw(uint16_t method, const std::string& path, uint32_t max = 0)
    {
        wire::service_call call;
        call.service = DSREG_SVC_FS;
        call.method = method;
        call.deadline = deadline;
        call.paths = paths;
        call.payload = wire::encode(wire::fs_request{path, max});
        return make_fs(where)->handle(call);
    }
    wire::fs_reply ask(uint16_t method, const std::string& path, uint32_t max = 0)
    {
        const wire::service_reply r = raw(method, path, max);
        EXPECT_EQ(r.status, DSREG_OK) << path;
        wire::fs_reply reply;
        EXPECT_TRUE(wire::decode(r.payload, reply));
        return reply;
    }
    wire::fs_reply read(const std::string& path, uint32_t max = 0)
    {
        return ask(wire::fs_read, path, max);
    }

    files::path top;
    wire::world where;
    std::vector<std::string> paths = {"/etc/", "/proc/self/status", "~/.config/"};
    int64_t deadline = (clock::now() + std::chrono::hours(1)).time_since_epoch().count();
};

} // namespace

TEST_F(Fs, ReadsBelowTheDeviceRoot)
{
    const wire::fs_reply r = read("/etc/one");
    EXPECT_EQ(r.error, DSREG_X_NONE);
    EXPECT_EQ(r.bytes, "first");
    ASSERT_EQ(r.entries.size(), 1u);
    EXPECT_EQ(r.entries[0].name, "one");
    EXPECT_EQ(r.entries[0].size, 5u);
    EXPECT_EQ(r.entries[0].uid, ::geteuid());
    EXPECT_TRUE(S_ISREG(r.entries[0].mode));
    EXPECT_GT(r.entries[0].modified, 1'000'000'000'000'000'000);
}

TEST_F(Fs, ReadsBelowTheUsersHome)
{
    EXPECT_EQ(read("~/.config/x").bytes, "mine");
    EXPECT_EQ(read(where.home + "/.config/x").bytes, "mine");
}

TEST_F(Fs, ReadsTheRealMachineOutsideOfALab)
{
    where = {};
    EXPECT_NE(read("/proc/self/status").bytes.find("Name:"), std::string::npos);
}

TEST_F(Fs, WhatIsNotDeclaredIsRefused)
{
    for (const char* path : {"/usr/bin/true", "/etc/../outside", "etc/one", "/etc/app/../one", "",
                             "~/other", "/etc//one", "/etc/one/"})
        EXPECT_EQ(raw(wire::fs_read, path).status, DSREG_E_UNDECLARED) << path;
    EXPECT_EQ(raw(wire::fs_read, std::string("/etc/one\0x", 10)).status, DSREG_E_INVALID);
    EXPECT_EQ(raw(77, "/etc/one").status, DSREG_E_INVALID);
    EXPECT_EQ(raw(wire::fs_read, "/etc/" + std::string(5000, 'x')).status, DSREG_E_LIMIT);
}

TEST_F(Fs, NoSymlinkLeadsOutOfTheRoot)
{
    link("root/etc/inner", "/etc/one"); // absolute, and meant inside
    link("root/etc/absolute", (top / "outside").string());
    link("root/etc/relative", "../../outside");
    link("root/etc/deep", "../../../../../../../../etc/passwd");
    link("root/etc/loop", "loop");
    EXPECT_EQ(read("/etc/inner").bytes, "first");
    for (const char* name : {"/etc/absolute", "/etc/relative", "/etc/deep"}) {
        const wire::fs_reply r = read(name);
        EXPECT_EQ(r.error, DSREG_X_NOT_FOUND) << name;
        EXPECT_EQ(r.bytes, "") << name;
    }
    EXPECT_EQ(read("/etc/loop").native, ELOOP);
    EXPECT_EQ(read("/etc/loop").error, DSREG_X_PROTOCOL);
}

TEST_F(Fs, NoMagicLinkIsFollowed)
{
    where = {};
    paths = {"/proc/self/"};
    EXPECT_EQ(read("/proc/self/exe").native, ELOOP);
}

TEST_F(Fs, OnlyRegularFilesAreRead)
{
    ASSERT_EQ(::mkfifo((top / "root/etc/fifo").c_str(), 0600), 0);
    EXPECT_EQ(read("/etc/fifo").error, DSREG_X_PROTOCOL); // and it does not hang
    EXPECT_EQ(read("/etc/app").native, EISDIR);
    where = {};
    paths = {"/dev/zero"};
    EXPECT_EQ(read("/dev/zero").error, DSREG_X_PROTOCOL);
}

TEST_F(Fs, SizesAreLimited)
{
    write("root/etc/big", std::string(64 * 1024 + 1, 'x'));
    EXPECT_EQ(read("/etc/big").error, DSREG_X_TOO_LARGE);
    EXPECT_EQ(read("/etc/big").bytes, "");
    EXPECT_EQ(read("/etc/big").entries.at(0).size, 64u * 1024 + 1);
    EXPECT_EQ(read("/etc/big", 1024 * 1024).bytes.size(), 64u * 1024 + 1);
    EXPECT_EQ(read("/etc/one", 5).bytes, "first");
    EXPECT_EQ(read("/etc/one", 4).error, DSREG_X_TOO_LARGE);
    EXPECT_EQ(raw(wire::fs_read, "/etc/one", 1024 * 1024 + 1).status, DSREG_E_LIMIT);
}

TEST_F(Fs, ListsSortedByName)
{
    for (const char* path : {"/etc/app", "/etc/app/"}) {
        const wire::fs_reply r = ask(wire::fs_list, path);
        ASSERT_EQ(r.entries.size(), 2u);
        EXPECT_EQ(r.entries[0].name, "a");
        EXPECT_EQ(r.entries[1].name, "b");
    }
    EXPECT_EQ(ask(wire::fs_list, "/etc/one").native, ENOTDIR);
    EXPECT_EQ(ask(wire::fs_list, "/etc/none").error, DSREG_X_NOT_FOUND);
}

TEST_F(Fs, AFolderOfTooManyIsTooLarge)
{
    for (int i = 0; i < 4096; i++)
        files::create_hard_link(top / "root/etc/one", top / ("root/etc/app/n" + std::to_string(i)));
    const wire::fs_reply r = ask(wire::fs_list, "/etc/app");
    EXPECT_EQ(r.error, DSREG_X_TOO_LARGE);
    EXPECT_TRUE(r.entries.empty());
}

TEST_F(Fs, ALabsOwnersArePretended)
{
    where.gid = 42;
    where.owners = {{"/etc/one", 0, 42, 0100640}, {"/etc/app/a", 7, 7, 0}};
    const wire::fs_entry one = read("/etc/one").entries.at(0);
    EXPECT_EQ(one.uid, 0u);
    EXPECT_EQ(one.gid, 42u);
    EXPECT_EQ(one.mode, 0100640u);
    const wire::fs_entry a = ask(wire::fs_list, "/etc/app").entries.at(0);
    EXPECT_EQ(a.uid, 7u);
    EXPECT_TRUE(S_ISREG(a.mode));
}

TEST_F(Fs, ALabsOwnersDecideWhoReadsAndRootIsNobodyThere)
{
    where.uid = 0;
    where.elevated = true; // root's rights are dsreg's own, not this service's
    where.owners = {{"/etc/one", 0, 0, 0100600}, {"/etc/app", 0, 0, 040700}};
    link("root/etc/to-one", "one");
    for (const char* path : {"/etc/one", "/etc/to-one", "/etc/app/a"}) {
        EXPECT_EQ(read(path).error, DSREG_X_ACCESS) << path;
        EXPECT_EQ(read(path).bytes, "") << path;
    }
    EXPECT_EQ(ask(wire::fs_list, "/etc/app").error, DSREG_X_ACCESS);
    where.uid = 7;
    where.owners[0].uid = 7;
    EXPECT_EQ(read("/etc/one").bytes, "first");
}

TEST_F(Fs, NobodyReadsAPrivateKey)
{
    write("root/etc/mine.pem", "a note\n-----BEGIN PRIVATE KEY-----\nMIIE\n");
    write("root/etc/ssh", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n");
    write("root/etc/public.pem", "-----BEGIN PUBLIC KEY-----\nMIIE\n");
    for (const char* path : {"/etc/mine.pem", "/etc/ssh"}) {
        EXPECT_EQ(read(path).error, DSREG_X_ACCESS) << path;
        EXPECT_EQ(read(path).bytes, "") << path;
    }
    EXPECT_EQ(read("/etc/public.pem").error, DSREG_X_NONE);
}

TEST_F(Fs, SecretPlacesAreClosedByWhateverWay)
{
    paths = {"/"};
    files::create_directories(top / "root/etc/microsoft/identity-broker/private");
    write("root/etc/microsoft/identity-broker/private/drs_x.der", "0der");
    write("root/etc/shadow", "root:x");
    write("root/etc/shadowy", "fine");
    link("root/etc/key", "microsoft/identity-broker/private/drs_x.der");
    link("root/home/u/private", "/etc/microsoft/identity-broker/private");
    link("root/etc/hashes", "/etc/shadow");
    for (const char* path : {"/etc/microsoft/identity-broker/private/drs_x.der", "/etc/key",
                             "/home/u/private/drs_x.der", "/etc/shadow", "/etc/hashes"}) {
        EXPECT_EQ(read(path).native, EPERM) << path;
        EXPECT_EQ(read(path).error, DSREG_X_ACCESS) << path;
        EXPECT_EQ(read(path).bytes, "") << path;
    }
    EXPECT_EQ(ask(wire::fs_list, "/home/u/private").native, EPERM);
    EXPECT_EQ(read("/etc/shadowy").bytes, "fine");
}

TEST_F(Fs, OfProcessesOnlyTheStatusAndTheNetwork)
{
    where = {};
    paths = {"/proc/"};
    const std::string parent = "/proc/" + std::to_string(::getppid());
    for (const std::string& path :
         {parent + "/environ", parent + "/maps", parent + "/cmdline",
          std::string("/proc/self/environ"), std::string("/proc/thread-self/mem")}) {
        EXPECT_EQ(read(path).error, DSREG_X_ACCESS) << path;
        EXPECT_EQ(read(path).bytes, "") << path;
    }
    EXPECT_EQ(ask(wire::fs_list, parent + "/fd").error, DSREG_X_ACCESS);
    EXPECT_NE(read("/proc/self/status").bytes, "");
    EXPECT_NE(read("/proc/net/route").bytes, "");
    EXPECT_NE(read("/proc/meminfo").bytes, "");
}

TEST_F(Fs, AMissingDeviceRootIsNotTheRealOne)
{
    where.device_root = top / "nowhere";
    EXPECT_EQ(read("/etc/passwd").error, DSREG_X_NOT_FOUND);
    where.device_root = "";
    EXPECT_EQ(read("/etc/passwd").error, DSREG_X_NOT_FOUND);
}

TEST_F(Fs, ALateCallIsCutShort)
{
    deadline = 1;
    const wire::service_reply r = raw(wire::fs_read, "/etc/one");
    EXPECT_TRUE(r.cut_short);
    wire::fs_reply reply;
    ASSERT_TRUE(wire::decode(r.payload, reply));
    EXPECT_EQ(reply.error, DSREG_X_TIMEOUT);
}
