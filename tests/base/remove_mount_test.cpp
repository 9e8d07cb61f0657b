// Mount points, in a user and mount namespace of the test's own; 77 where the system gives none.
#include "base/remove_tree.h"

#include "removal_stage.h"

#include <cerrno>
#include <cstdio>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace dsreg;
using namespace dsreg::removal_test;

namespace {

void put(const char* file, const std::string& text)
{
    const int fd = ::open(file, O_WRONLY | O_CLOEXEC);
    (void)!::write(fd, text.data(), text.size());
    ::close(fd);
}

// "" or why not.
std::string own_mounts()
{
    const auto uid = ::geteuid(), gid = ::getegid();
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return "no user namespace";
    put("/proc/self/setgroups", "deny");
    put("/proc/self/uid_map", "0 " + std::to_string(uid) + " 1");
    put("/proc/self/gid_map", "0 " + std::to_string(gid) + " 1");
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return "no own mounts";
    return "";
}

bool can_mount()
{
    const pid_t child = ::fork();
    if (child == 0) ::_exit(own_mounts().empty() ? 0 : 1);
    int how = 0;
    return ::waitpid(child, &how, 0) == child && how == 0;
}

class Mounts : public Removal
{
protected:
    void SetUp() override
    {
        files::create_directories(inside / "bound");
        write(inside / "plain/file");
        write(inside / "covered");
    }
    // Binds the folder and the file of the outside into the inside; the same file system, so that
    // the device number alone tells nothing.
    std::string bind() const
    {
        if (std::string why = own_mounts(); !why.empty()) return why;
        if (::mount(outside.c_str(), (inside / "bound").c_str(), nullptr, MS_BIND, nullptr) != 0)
            return "bind";
        return ::mount((outside / "precious").c_str(), (inside / "covered").c_str(), nullptr,
                       MS_BIND, nullptr) == 0
                   ? ""
                   : "bind a file";
    }
};

} // namespace

INSTANTIATE_TEST_SUITE_P(Ways, Mounts, testing::Values(way::openat2, way::walk),
                         [](const auto& of) {
                             return of.param == way::openat2 ? "openat2" : "walk";
                         });

TEST_P(Mounts, what_is_mounted_in_the_folder_is_told_and_left)
{
    run([&]() -> std::string {
        if (std::string why = bind(); !why.empty()) return why;
        const removal end = empty_folder(open(inside).get(), soon());
        std::set<std::string> paths;
        for (const not_removed& f : end.failures) paths.insert(f.path);
        if (paths != std::set<std::string>{"bound", "covered"}) return "rows";
        return end.files == 1 && end.folders == 1 ? "" : "the plain ones stayed";
    });
    EXPECT_TRUE(is_outside_whole());
    EXPECT_EQ(names(inside), (std::set<std::string>{"bound", "covered"}));
}

TEST_P(Mounts, a_folder_behind_a_mount_point_is_not_removed)
{
    files::create_directories(outside / "below");
    run([&]() -> std::string {
        if (std::string why = bind(); !why.empty()) return why;
        removal end;
        const unique_fd at = open(inside);
        if (remove_folder(at.get(), "bound", soon(), end) != EXDEV) return "bound";
        return remove_folder(at.get(), "bound/below", soon(), end) == EXDEV ? "" : "below";
    });
    EXPECT_TRUE(files::is_directory(outside / "below"));
}

int main(int argc, char** argv)
{
    if (!can_mount()) {
        std::puts("this system gives no user and mount namespace to its users");
        return 77;
    }
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
