#include "base/remove_tree.h"

#include "removal_stage.h"

#include <atomic>
#include <cerrno>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

using namespace dsreg;
using namespace dsreg::removal_test;

namespace {

std::string told(const removal& end)
{
    std::string text = std::to_string(end.files) + " files " + std::to_string(end.folders) +
                       " folders " + std::to_string(end.failed) + " failed";
    for (const not_removed& f : end.failures) text += "; " + f.path + ": " + f.why;
    return text;
}

// "" or how it differs.
std::string expect(const removal& end, uint64_t gone, uint64_t folders, uint64_t failed = 0)
{
    const bool same = end.files == gone && end.folders == folders && end.failed == failed;
    return same ? "" : told(end);
}

// `count` folders in each other, without a path that the system finds too long.
void dig(const files::path& where, int count)
{
    int at = ::open(where.c_str(), O_RDONLY | O_DIRECTORY);
    for (int i = 0; i < count; i++) {
        ::mkdirat(at, "d", 0700);
        const int next = ::openat(at, "d", O_RDONLY | O_DIRECTORY);
        ::close(at);
        at = next;
    }
    ::close(::openat(at, "leaf", O_CREAT | O_WRONLY, 0600));
    ::close(at);
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Ways, Removal, testing::Values(way::openat2, way::walk),
                         [](const auto& of) {
                             return of.param == way::openat2 ? "openat2" : "walk";
                         });

TEST_P(Removal, empties_a_folder_and_leaves_it)
{
    write(inside / "a");
    write(inside / "b/c/d");
    files::create_directories(inside / "empty");
    run([&] { return expect(empty_folder(open(inside).get(), soon()), 2, 3); });
    EXPECT_TRUE(files::is_directory(inside));
    EXPECT_TRUE(files::is_empty(inside));
}

TEST_P(Removal, unlinks_a_symbolic_link_and_leaves_where_it_leads)
{
    files::create_directory_symlink(outside, inside / "folder");
    files::create_symlink(outside / "precious", inside / "file");
    files::create_directory_symlink("/etc", inside / "etc");
    files::create_directory_symlink("../../outside", inside / "relative");
    files::create_symlink("nowhere", inside / "dangling");
    files::create_directory_symlink(".", inside / "loop");
    run([&] { return expect(empty_folder(open(inside).get(), soon()), 6, 0); });
    EXPECT_TRUE(files::is_empty(inside));
    EXPECT_TRUE(is_outside_whole());
    EXPECT_TRUE(files::exists("/etc/passwd"));
}

TEST_P(Removal, a_hard_link_loses_its_name_here_and_nothing_else)
{
    files::create_hard_link(outside / "precious", inside / "second-name");
    run([&] { return expect(empty_folder(open(inside).get(), soon()), 1, 0); });
    EXPECT_TRUE(is_outside_whole());
}

TEST_P(Removal, special_files_and_strange_names_go)
{
    ASSERT_EQ(::mkfifo((inside / "pipe").c_str(), 0600), 0);
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    const std::string path = (inside / "s").string();
    path.copy(at.sun_path, sizeof at.sun_path - 1);
    const unique_fd bound(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ASSERT_EQ(::bind(bound.get(), reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
    write(inside / "two\nlines" / "\x1b[31m" / "\xff\xfe");
    write(inside / std::string(255, 'n'));
    write(inside / "..." / ".hidden");
    write(inside / "-rf");
    run([&] { return expect(empty_folder(open(inside).get(), soon()), 6, 3); });
    EXPECT_TRUE(files::is_empty(inside));
}

TEST_P(Removal, folders_five_thousand_deep_go_with_few_descriptors)
{
    dig(inside, 5000);
    run([&]() -> std::string {
        const rlimit few{128, 128};
        if (::setrlimit(RLIMIT_NOFILE, &few) != 0) return "no limit";
        return expect(empty_folder(open(inside).get(), soon()), 1, 5000);
    });
    EXPECT_TRUE(files::is_empty(inside));
}

TEST_P(Removal, a_removed_folder_is_gone_with_all_in_it)
{
    write(inside / "x/y/z/file");
    run([&]() -> std::string {
        removal end;
        const int e = remove_folder(open(inside).get(), "x/y", soon(), end);
        return e == 0 ? expect(end, 1, 2) : std::to_string(e);
    });
    EXPECT_EQ(names(inside), std::set<std::string>{"x"});
    EXPECT_TRUE(files::is_empty(inside / "x"));
}

TEST_P(Removal, no_link_on_the_way_to_it_is_followed)
{
    files::create_directories(outside / "real");
    files::create_directory_symlink(outside, inside / "way");
    files::create_directory_symlink(outside / "real", inside / "itself");
    write(inside / "file");
    run([&]() -> std::string {
        removal end;
        const unique_fd at = open(inside);
        if (remove_folder(at.get(), "way/real", soon(), end) != ELOOP) return "way";
        if (remove_folder(at.get(), "itself", soon(), end) != ELOOP) return "itself";
        if (remove_folder(at.get(), "missing/real", soon(), end) != ENOENT) return "missing";
        if (remove_folder(at.get(), "file", soon(), end) != ENOTDIR) return "file";
        if (remove_folder(at.get(), "../outside", soon(), end) != EXDEV) return "above";
        return expect(end, 0, 0);
    });
    EXPECT_TRUE(files::is_directory(outside / "real"));
    EXPECT_TRUE(files::is_symlink(inside / "itself"));
    EXPECT_TRUE(files::exists(inside / "file"));
}

TEST_P(Removal, files_of_a_prefix_go_and_nothing_else)
{
    for (const char* name : {"drs_a", "drs_", "stk_b", "xdrs_a", "drs", "DRS_a", "stk", "other"})
        write(inside / name);
    write(inside / "drs_d/drs_inner");
    files::create_symlink(outside / "precious", inside / "stk_l");
    ASSERT_EQ(::mkfifo((inside / "drs_pipe").c_str(), 0600), 0);
    run([&]() -> std::string {
        const removal end = remove_files(open(inside).get(), {"drs_", "stk_"});
        if (end.names != std::vector<std::string>{"drs_", "drs_a", "stk_b"}) return "names";
        return expect(end, 3, 0);
    });
    EXPECT_EQ(names(inside), (std::set<std::string>{"xdrs_a", "drs", "DRS_a", "stk", "other",
                                                    "drs_d", "stk_l", "drs_pipe"}));
    EXPECT_TRUE(files::exists(inside / "drs_d/drs_inner"));
    EXPECT_TRUE(is_outside_whole());
}

TEST_P(Removal, what_is_no_file_hides_no_file)
{
    for (int i = 0; i < 40; i++)
        files::create_symlink("nowhere", inside / ("drs_" + std::to_string(i)));
    write(inside / "drs_key");
    run([&] { return expect(remove_files(open(inside).get(), {"drs_"}, 1), 1, 0); });
    EXPECT_FALSE(files::exists(inside / "drs_key"));
    EXPECT_EQ(names(inside).size(), 40u);
}

TEST_P(Removal, more_files_than_are_looked_at_are_a_failure)
{
    for (int i = 0; i < 40; i++) write(inside / ("drs_" + std::to_string(i)));
    run([&]() -> std::string {
        const removal end = remove_files(open(inside).get(), {"drs_"}, 2);
        if (end.failed != 1 || end.files >= 40) return told(end);
        return end.failures[0].why == "there are more files than were looked at" ? "" : told(end);
    });
    EXPECT_FALSE(files::is_empty(inside));
    run([&] {
        const std::size_t left = names(inside).size();
        return expect(remove_files(open(inside).get(), {"drs_"}), left, 0);
    });
    EXPECT_TRUE(files::is_empty(inside));
}

TEST_P(Removal, files_that_are_there_at_every_look_are_a_failure)
{
    // Eight looks, and at each of them there was one more to remove.
    for (int i = 0; i < 8; i++) write(inside / ("drs_" + std::to_string(i)));
    run([&]() -> std::string {
        const removal end = remove_files(open(inside).get(), {"drs_"}, 1);
        if (end.files != 8 || end.failed != 1) return told(end);
        return end.failures[0].why == "new files keep appearing in it" ? "" : told(end);
    });
}

TEST_P(Removal, what_may_not_be_removed_is_told_and_the_rest_goes)
{
    write(inside / "locked/a");
    write(inside / "locked/b");
    write(inside / "free/c");
    run([&]() -> std::string {
        // Root may write everywhere; this child shall not.
        if (::geteuid() == 0) {
            if (::chown(inside.c_str(), 65534, 65534) != 0) return "chown";
            for (const char* part : {"locked", "free", "locked/a", "locked/b", "free/c"})
                if (::chown((inside / part).c_str(), 65534, 65534) != 0) return "chown";
        }
        if (::chmod((inside / "locked").c_str(), 0500) != 0) return "chmod";
        const unique_fd at = open(inside);
        if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) return "setuid";
        const removal end = empty_folder(at.get(), soon());
        const std::string differs = expect(end, 1, 1, 2);
        if (!differs.empty()) return differs;
        const std::set<std::string> paths{end.failures[0].path, end.failures[1].path};
        if (paths != std::set<std::string>{"locked/a", "locked/b"}) return told(end);
        return end.failures[0].why == "Permission denied" ? "" : end.failures[0].why;
    });
    EXPECT_EQ(names(inside), std::set<std::string>{"locked"});
    EXPECT_EQ(names(inside / "locked").size(), 2u);
    files::permissions(inside / "locked", files::perms::owner_all);
}

TEST_P(Removal, failures_beyond_the_first_are_counted)
{
    removal end;
    for (int i = 0; i < 100; i++) end.fail("x", "y");
    EXPECT_EQ(end.failed, 100u);
    EXPECT_EQ(end.failures.size(), removal::rows_most);
}

TEST_P(Removal, gives_up_when_the_time_is_up)
{
    write(inside / "a/b");
    run([&]() -> std::string {
        const removal end = empty_folder(open(inside).get(), removal_clock::now());
        return end.failed == 1 && end.files == 0 ? "" : told(end);
    });
    EXPECT_TRUE(files::exists(inside / "a/b"));
}

TEST_P(Removal, files_that_come_and_go_meanwhile_are_no_failure)
{
    for (int i = 0; i < 500; i++) write(inside / ("f" + std::to_string(i)) / "x");
    run([&]() -> std::string {
        std::atomic<bool> stop{false};
        std::atomic<int> rounds{0};
        std::thread other([&] { // deletes what the first one is about to delete, makes new ones
            std::error_code ignored;
            for (int i = 499; i >= 0 && !stop; i--) {
                files::remove_all(inside / ("f" + std::to_string(i)), ignored);
                std::ofstream(inside / ("new" + std::to_string(i))) << "x";
                rounds++;
            }
        });
        removal end;
        // Until the other one is done: then all of it must have gone without one failure.
        while (rounds < 500) {
            end = empty_folder(open(inside).get(), soon());
            if (end.failed != 0) break;
        }
        stop = true;
        other.join();
        if (end.failed != 0) return told(end);
        end = empty_folder(open(inside).get(), soon());
        return end.failed == 0 && files::is_empty(inside) ? "" : told(end);
    });
}

TEST_P(Removal, a_folder_that_turns_into_a_link_meanwhile_leads_nowhere)
{
    run([&]() -> std::string {
        std::atomic<bool> stop{false};
        std::thread other([&] {
            std::error_code ignored;
            while (!stop) {
                files::create_directory(inside / "swap", ignored);
                files::remove(inside / "swap", ignored);
                files::create_directory_symlink(outside, inside / "swap", ignored);
                files::remove(inside / "swap", ignored);
            }
        });
        for (int i = 0; i < 3000; i++) static_cast<void>(empty_folder(open(inside).get(), soon()));
        stop = true;
        other.join();
        return "";
    });
    EXPECT_TRUE(is_outside_whole());
}

TEST_F(Removal, a_filter_of_system_calls_that_says_EPERM_is_a_missing_openat2)
{
    write(inside / "a/b");
    in_child([&] { return expect(empty_folder(open(inside).get(), soon()), 1, 1); }, true, EPERM);
    EXPECT_TRUE(files::is_empty(inside));
}
