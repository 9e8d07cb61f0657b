#include "device/lock.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace dsreg;
using namespace dsreg::device;
namespace files = std::filesystem;

namespace {

class Lock : public testing::Test
{
protected:
    Lock()
    {
        std::string folder = testing::TempDir() + "dsreg-lock-XXXXXX";
        EXPECT_NE(::mkdtemp(folder.data()), nullptr);
        where.lab = true;
        where.device_root = folder;
        where.uid = ::geteuid();
    }
    ~Lock() override { files::remove_all(where.device_root); }

    std::string users() const { return "/run/user/" + std::to_string(where.uid) + "/dsreg.lock"; }
    std::string read(const std::string& path) const
    {
        std::ifstream in(where.device_root + path);
        std::string line;
        std::getline(in, line);
        return line;
    }

    wire::world where;
};

} // namespace

TEST_F(Lock, names_its_holder_to_the_second_one)
{
    for (const bool of_root : {true, false}) {
        lock first, second;
        ASSERT_TRUE(take_lock(where, of_root, first));
        EXPECT_TRUE(first);
        const status s = take_lock(where, of_root, second);
        EXPECT_EQ(s.code(), errc::access);
        const std::string who =
            of_root ? "(process " + std::to_string(::getpid()) + ")" : "of this user";
        EXPECT_EQ(s.text(),
                  "another dsreg " + who + " is at work: wait until it is done, then try again");
        EXPECT_FALSE(second);
    }
}

TEST_F(Lock, the_machine_s_and_the_user_s_are_two)
{
    lock machine, user;
    EXPECT_TRUE(take_lock(where, true, machine));
    EXPECT_TRUE(take_lock(where, false, user));
    EXPECT_EQ(read("/run/dsreg/lock"), std::to_string(::getpid()));
    EXPECT_EQ(read(users()), std::to_string(::getpid()));
}

TEST_F(Lock, can_be_taken_again_when_it_is_released)
{
    {
        lock first;
        ASSERT_TRUE(take_lock(where, true, first));
        lock moved = std::move(first);
        EXPECT_TRUE(moved);
        EXPECT_FALSE(first); // NOLINT(bugprone-use-after-move): moving leaves it empty
    }
    EXPECT_EQ(read("/run/dsreg/lock"), "");
    lock second;
    EXPECT_TRUE(take_lock(where, true, second));
}

TEST_F(Lock, follows_no_link)
{
    files::create_directories(where.device_root + "/run/dsreg");
    const std::string target = where.device_root + "/target";
    std::ofstream(target) << "stays";
    files::create_symlink(target, where.device_root + "/run/dsreg/lock");
    lock held;
    const status s = take_lock(where, true, held);
    EXPECT_EQ(s.code(), errc::io);
    EXPECT_NE(s.text().find("it is a symbolic link"), std::string::npos) << s.text();
    EXPECT_EQ(read("/target"), "stays");
}

TEST_F(Lock, follows_no_link_to_its_folder)
{
    files::create_directories(where.device_root + "/run");
    files::create_directories(where.device_root + "/elsewhere");
    files::create_directory_symlink("../elsewhere", where.device_root + "/run/dsreg");
    lock held;
    EXPECT_EQ(take_lock(where, true, held).code(), errc::io);
    EXPECT_TRUE(files::is_empty(where.device_root + "/elsewhere"));
}

TEST_F(Lock, a_pipe_or_a_second_name_in_its_place_is_refused)
{
    files::create_directories(where.device_root + "/run/dsreg");
    const std::string path = where.device_root + "/run/dsreg/lock";
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    lock held;
    EXPECT_EQ(take_lock(where, true, held).code(), errc::io);
    files::remove(path);
    std::ofstream(where.device_root + "/precious") << "stays";
    files::create_hard_link(where.device_root + "/precious", path);
    EXPECT_EQ(take_lock(where, true, held).code(), errc::io);
    EXPECT_EQ(read("/precious"), "stays");
}

TEST_F(Lock, a_user_without_a_runtime_folder_goes_without)
{
    wire::world machine = where;
    machine.lab = false;
    machine.device_root.clear();
    machine.uid = 4'000'000'000u; // nobody is logged in with it
    ::unsetenv("XDG_RUNTIME_DIR");
    lock held;
    EXPECT_TRUE(take_lock(machine, false, held));
    EXPECT_FALSE(held);
}

TEST_F(Lock, a_user_s_lies_in_the_runtime_folder)
{
    wire::world machine = where;
    machine.lab = false;
    ::setenv("XDG_RUNTIME_DIR", where.device_root.c_str(), 1);
    lock held;
    EXPECT_TRUE(take_lock(machine, false, held));
    EXPECT_TRUE(held);
    EXPECT_EQ(read("/dsreg.lock"), std::to_string(::getpid()));
    ::unsetenv("XDG_RUNTIME_DIR");
}
