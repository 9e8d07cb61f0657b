#include "cli/output.h"

#include "base/unique_fd.h"
#include "scratch.h"

#include <gtest/gtest.h>

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace dsreg::cli {
namespace {

mode_t mode_of(const std::string& path)
{
    struct stat st {};
    EXPECT_EQ(::lstat(path.c_str(), &st), 0);
    return st.st_mode & 07777;
}

TEST(write_all, a_full_disk_and_a_gone_reader_are_told_apart)
{
    std::signal(SIGPIPE, SIG_IGN);
    bool gone = false;
    const unique_fd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    EXPECT_EQ(write_all(full.get(), "x", gone).text(), "No space left on device");
    EXPECT_FALSE(gone);
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    ::close(ends[0]);
    const unique_fd pipe(ends[1]);
    EXPECT_EQ(write_all(pipe.get(), "x", gone).code(), errc::io);
    EXPECT_TRUE(gone);
}

TEST(write_all, a_slow_non_blocking_reader_gets_everything)
{
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    ASSERT_EQ(::fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    const std::string text(1u << 20, 'x');
    std::size_t got = 0;
    std::thread reader([&] {
        char buffer[4096];
        for (ssize_t n; (n = ::read(ends[0], buffer, sizeof buffer)) > 0;)
            got += static_cast<std::size_t>(n);
    });
    bool gone = false;
    EXPECT_TRUE(write_all(ends[1], text, gone).ok());
    ::close(ends[1]);
    reader.join();
    ::close(ends[0]);
    EXPECT_EQ(got, text.size());
}

TEST(write_file, is_private_and_replaces_what_was_there)
{
    const scratch dir;
    const std::string file = dir.write("report.json", "old and longer", 0644);
    const status s = write_file(file, "new", {});
    ASSERT_TRUE(s.ok()) << s.text();
    EXPECT_EQ(contents(file), "new");
    EXPECT_EQ(mode_of(file), 0600u);
    EXPECT_EQ(dir.files(), 1u);
}

TEST(write_file, a_failure_leaves_the_old_file_and_nothing_else)
{
    const scratch dir;
    const std::string file = dir.write("report.json", "old");
    const pid_t child = ::fork();
    if (child == 0) { // a limit stands for the full disk
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{100, 100};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const status s = write_file(file, std::string(1000, 'x'), {});
        ::_exit(s.code() == errc::io && s.text() == "cannot write " + file + ": File too large"
                    ? 0
                    : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    EXPECT_EQ(contents(file), "old");
    EXPECT_EQ(dir.files(), 1u);
}

TEST(write_file, a_device_is_written_to_and_never_replaced)
{
    EXPECT_TRUE(write_file("/dev/null", "x", {}).ok());
    struct stat st {};
    ASSERT_EQ(::stat("/dev/null", &st), 0);
    EXPECT_TRUE(S_ISCHR(st.st_mode));
    EXPECT_EQ(write_file("/dev/full", "x", {}).text(),
              "cannot write /dev/full: No space left on device");
}

TEST(write_file, a_folder_or_nothing_is_no_target)
{
    const scratch dir;
    EXPECT_EQ(write_file(dir.path(), "x", {}).text(),
              "cannot write " + dir.path() + ": Is a directory");
    EXPECT_EQ(write_file(dir.path() + "/", "x", {}).text(),
              "cannot write " + dir.path() + "/: it names no file");
    EXPECT_EQ(write_file(dir.at("none/f"), "x", {}).text(),
              "cannot write " + dir.at("none/f") + ": No such file or directory");
    EXPECT_EQ(dir.files(), 0u);
}

TEST(write_file, as_root_no_link_is_followed_anywhere_in_the_path)
{
    const scratch dir;
    file_rights root;
    root.elevated = true;
    const std::string file = dir.write("victim", "precious");
    ASSERT_EQ(::symlink("victim", dir.at("link").c_str()), 0);
    EXPECT_EQ(write_file(dir.at("link"), "x", root).text(),
              "cannot write " + dir.at("link") + ": it is a symbolic link");
    std::filesystem::create_directories(dir.at("real"));
    ASSERT_EQ(::symlink("real", dir.at("folder").c_str()), 0);
    EXPECT_EQ(write_file(dir.at("folder/f"), "x", root).text(),
              "cannot write " + dir.at("folder/f") +
                  ": its folder is reached through a symbolic link; as root, give the real path");
    EXPECT_EQ(contents(file), "precious");
    EXPECT_TRUE(std::filesystem::is_empty(dir.at("real")));
    const status s = write_file(dir.at("real/../real/./f"), "x", root);
    EXPECT_TRUE(s.ok()) << s.text();
    EXPECT_EQ(contents(dir.at("real/f")), "x");
}

TEST(write_file, as_a_user_the_file_behind_a_link_is_replaced_and_the_link_stays)
{
    const scratch dir;
    const std::string file = dir.write("real", "old");
    ASSERT_EQ(::symlink("real", dir.at("link").c_str()), 0);
    ASSERT_TRUE(write_file(dir.at("link"), "new", {}).ok());
    EXPECT_EQ(contents(file), "new");
    EXPECT_TRUE(std::filesystem::is_symlink(dir.at("link")));
}

TEST(write_file, under_sudo_it_belongs_to_the_invoking_user)
{
    const scratch dir;
    file_rights rights;
    rights.elevated = true;
    rights.owner = ::geteuid() == 0 ? 1000 : ::geteuid();
    rights.group = ::geteuid() == 0 ? 1001 : ::getegid();
    ASSERT_TRUE(write_file(dir.at("f"), "x", rights).ok());
    struct stat st {};
    ASSERT_EQ(::stat(dir.at("f").c_str(), &st), 0);
    EXPECT_EQ(st.st_uid, *rights.owner);
    EXPECT_EQ(st.st_gid, rights.group);
}

TEST(standard_descriptors, a_closed_one_stays_unusable_and_taken)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(0);
        ::close(1);
        keep_standard_descriptors();
        const unique_fd file(::open("/dev/null", O_WRONLY | O_CLOEXEC));
        bool gone = false;
        const bool refused = !write_all(1, "x", gone).ok() && !gone;
        char byte = 0;
        ::_exit(refused && file.get() > 2 && ::read(0, &byte, 1) == -1 ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
}

} // namespace
} // namespace dsreg::cli
