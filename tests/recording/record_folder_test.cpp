// record_folder as root under sudo, against a user who puts another folder in the place of the one
// that was made, at the worst moment: right behind mkdirat, which this program has its own one of.
#include "cli/record_folder.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace fs = std::filesystem;
using dsreg::cli::file_rights;
using dsreg::cli::record_folder;

namespace {

constexpr uid_t invoker = 65534, somebody = 65533;

std::function<void()>& behind_mkdirat()
{
    static std::function<void()> hook;
    return hook;
}

} // namespace

extern "C" int mkdirat(int folder, const char* name, mode_t mode) noexcept
{
    const int made = static_cast<int>(::syscall(SYS_mkdirat, folder, name, mode));
    if (made == 0 && behind_mkdirat()) std::exchange(behind_mkdirat(), nullptr)();
    return made;
}

namespace {

class RecordFolder : public testing::Test
{
protected:
    void SetUp() override
    {
        std::string name = (fs::temp_directory_path() / "record-folder-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        top_ = name;
        fs::permissions(top_, fs::perms(0755));
        fs::create_directory(parent());
    }
    void TearDown() override
    {
        behind_mkdirat() = nullptr;
        fs::remove_all(top_);
    }

    fs::path parent() const { return top_ / "parent"; }
    fs::path to() const { return parent() / "recording"; }
    fs::path roots() const { return parent() / "of-root"; }

    void parent_of(uid_t owner) { ASSERT_EQ(::chown(parent().c_str(), owner, owner), 0); }
    void make_roots(mode_t mode) { ASSERT_EQ(::mkdir(roots().c_str(), mode), 0); }
    void swap_behind_mkdirat()
    {
        behind_mkdirat() = [this] {
            const auto before = static_cast<uid_t>(::setfsuid(0));
            EXPECT_EQ(::renameat2(AT_FDCWD, roots().c_str(), AT_FDCWD, to().c_str(), exchange), 0);
            ::setfsuid(before);
        };
    }
    static constexpr unsigned exchange = 2; // RENAME_EXCHANGE
    static file_rights sudo()
    {
        file_rights rights;
        rights.elevated = true;
        rights.owner = invoker;
        rights.group = invoker;
        return rights;
    }
    static uid_t owner_of(const fs::path& path)
    {
        struct stat st {};
        EXPECT_EQ(::lstat(path.c_str(), &st), 0) << path;
        return st.st_uid;
    }

    fs::path top_;
};

} // namespace

TEST_F(RecordFolder, IsTheInvokersInAFolderOfTheInvokerAndInOneOfRoot)
{
    for (const uid_t owner : {invoker, uid_t{0}}) {
        parent_of(owner);
        record_folder folder;
        ASSERT_TRUE(folder.open(to().string(), sudo()));
        ASSERT_TRUE(folder.write("a.json", "{}"));
        EXPECT_EQ(owner_of(to()), invoker) << owner;
        EXPECT_EQ(owner_of(to() / "a.json"), invoker) << owner;
        EXPECT_EQ(::geteuid(), 0u);
        EXPECT_EQ(::setfsuid(static_cast<uid_t>(-1)), 0) << "root's own again";
        EXPECT_EQ(::setfsgid(static_cast<gid_t>(-1)), static_cast<int>(::getegid()));
        folder.keep();
        fs::remove_all(to());
    }
}

TEST_F(RecordFolder, IsTakenBackWhenItWasNotKept)
{
    for (const uid_t owner : {invoker, uid_t{0}}) {
        parent_of(owner);
        {
            record_folder folder;
            ASSERT_TRUE(folder.open(to().string(), sudo()));
            ASSERT_TRUE(folder.write("a.json", "{}"));
        }
        EXPECT_FALSE(fs::exists(to())) << owner;
    }
}

TEST_F(RecordFolder, AnotherInItsPlaceIsNotGivenToTheInvoker)
{
    for (const uid_t owner : {invoker, somebody})
        for (const mode_t mode : {0755u, 0700u}) {
            if (owner == somebody && mode == 0700u) continue; // below
            parent_of(owner);
            make_roots(mode);
            swap_behind_mkdirat();
            {
                record_folder folder;
                EXPECT_FALSE(folder.open(to().string(), sudo())) << owner << " " << mode;
            }
            ASSERT_TRUE(fs::exists(to())) << "what others put there is not removed";
            EXPECT_EQ(owner_of(to()), 0u) << owner << " " << mode;
            fs::remove_all(to());
            fs::remove_all(roots());
        }
}

TEST_F(RecordFolder, AnotherThatHoldsFilesIsNotGivenAwayByTheParentsOwner)
{
    parent_of(somebody);
    make_roots(0700);
    std::ofstream(roots() / "secret") << "x";
    swap_behind_mkdirat();
    record_folder folder;
    EXPECT_FALSE(folder.open(to().string(), sudo()));
    EXPECT_EQ(owner_of(to()), 0u);
    EXPECT_TRUE(fs::exists(to() / "secret"));
}

TEST_F(RecordFolder, AnotherUsersInItsPlaceIsRefused)
{
    parent_of(somebody);
    make_roots(0700);
    ASSERT_EQ(::chown(roots().c_str(), somebody, somebody), 0);
    swap_behind_mkdirat();
    record_folder folder;
    EXPECT_FALSE(folder.open(to().string(), sudo()));
    EXPECT_EQ(owner_of(to()), somebody);
}

int main(int argc, char** argv)
{
    testing::InitGoogleTest(&argc, argv);
    if (::geteuid() != 0) {
        std::puts("skipped: only root can give a folder to another user");
        return 77;
    }
    return RUN_ALL_TESTS();
}
