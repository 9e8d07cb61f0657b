#include "broker/vendor_tool.h"

#include "broker/files.h"
#include "broker/vendor_output.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

namespace dsreg::broker {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

constexpr auto longest_run = 5s;
constexpr const char* nested_mark = "DSREG_NESTED";

std::string link_target(const std::string& link)
{
    std::string path(PATH_MAX, '\0');
    const ssize_t n = ::readlink(link.c_str(), path.data(), path.size());
    path.resize(n > 0 && static_cast<std::size_t>(n) < path.size() ? static_cast<std::size_t>(n)
                                                                   : 0);
    return path;
}

std::string folder_of(const std::string& path)
{
    return path.substr(0, path.rfind('/'));
}

bool same_file(const struct stat& a, const std::string& path)
{
    struct stat b {};
    return ::stat(path.c_str(), &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

// Ourselves, or another installation of ours: asking it would only ask the same questions again.
bool is_ours(const tool_rules& rules, const std::string& path, const struct stat& s)
{
    if (std::any_of(rules.own.begin(), rules.own.end(),
                    [&](const std::string& own) { return same_file(s, own); }))
        return true;
    struct stat service {};
    return ::stat((folder_of(path) + "/../libexec/dsreg/dsreg-service").c_str(), &service) == 0;
}

// Could only root have put it there? In a lab its player stands for root, unless that is root.
bool is_safe(const tool_rules& rules, const struct stat& s)
{
    const uid_t player = ::geteuid();
    if (s.st_uid != 0 && !(rules.lab && s.st_uid == player && player != 0)) return false;
    if ((s.st_mode & (S_IWGRP | S_IWOTH)) == 0) return true;
    return S_ISDIR(s.st_mode) && (s.st_mode & S_ISVTX) != 0;
}

bool is_safe_chain(const tool_rules& rules, std::string path)
{
    for (;;) {
        struct stat s {};
        if (::lstat(path.empty() ? "/" : path.c_str(), &s) != 0 || !is_safe(rules, s)) return false;
        if (path.empty()) return true;
        path = folder_of(path);
    }
}

std::vector<std::string> environment(const tool_rules& rules)
{
    std::vector<std::string> list = {"PATH=/usr/bin:/bin", std::string(nested_mark) + "=1"};
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) list.push_back(std::string(name) + "=" + value);
    };
    add("HOME", rules.home);
    add("XDG_RUNTIME_DIR", rules.runtime_dir);
    add("DBUS_SESSION_BUS_ADDRESS", rules.session_bus);
    return list;
}

// A child with a process group of its own; nothing of it is left when this goes away.
class running
{
public:
    running() = default;
    running(const running&) = delete;
    running& operator=(const running&) = delete;
    ~running()
    {
        if (pid_ > 0) (void)end();
    }

    status start(const tool_rules& rules, const std::string& path)
    {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) return {errc::io, "there is no pipe for it"};
        pipe_.reset(ends[0]);
        const unique_fd in_child(ends[1]);
        ::fcntl(pipe_.get(), F_SETFL, O_NONBLOCK);

        posix_spawn_file_actions_t files;
        posix_spawnattr_t how;
        ::posix_spawn_file_actions_init(&files);
        ::posix_spawnattr_init(&how);
        ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_adddup2(&files, in_child.get(), 1);
        ::posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
        ::posix_spawn_file_actions_addclosefrom_np(&files, 3);
        ::posix_spawn_file_actions_addchdir_np(&files, "/");
        sigset_t none, all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&how, &none);
        ::posix_spawnattr_setsigdefault(&how, &all);
        ::posix_spawnattr_setpgroup(&how, 0);
        ::posix_spawnattr_setflags(&how, static_cast<short>(POSIX_SPAWN_SETPGROUP |
                                                            POSIX_SPAWN_SETSIGMASK |
                                                            POSIX_SPAWN_SETSIGDEF));
        std::vector<std::string> words = environment(rules);
        std::vector<char*> variables;
        for (std::string& w : words) variables.push_back(w.data());
        variables.push_back(nullptr);
        std::string program = path, argument = "--status";
        char* const arguments[] = {program.data(), argument.data(), nullptr};
        const int error =
            ::posix_spawn(&pid_, path.c_str(), &files, &how, arguments, variables.data());
        ::posix_spawnattr_destroy(&how);
        ::posix_spawn_file_actions_destroy(&files);
        if (error == 0) return {};
        pid_ = -1;
        return {errc::io, std::string("it cannot be started: ") + std::strerror(error)};
    }

    // Until it closes its output or ends. A child that it leaves behind may keep the pipe open.
    status read(clock::time_point deadline, std::string& ret)
    {
        const unique_fd watch(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
        bool over = false;
        for (;;) {
            bool closed = false;
            if (const status s = drain(ret, closed); !s.ok()) return s;
            if (closed || over) return {};
            const auto left =
                std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock::now());
            if (left <= 0ms) return {errc::timeout, "it did not answer in time"};
            pollfd both[] = {{pipe_.get(), POLLIN, 0}, {watch.get(), POLLIN, 0}};
            const int n = ::poll(both, watch ? 2 : 1, static_cast<int>(left.count()) + 1);
            if (n < 0 && errno != EINTR) return {errc::io, "its output cannot be read"};
            over = n > 0 && watch && both[1].revents != 0;
        }
    }

    // Its exit code, waiting for it until the deadline; -1: it had to be killed.
    int exit_code(clock::time_point deadline)
    {
        const unique_fd watch(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock::now());
        pollfd one{watch.get(), POLLIN, 0};
        if (watch && left > 0ms) ::poll(&one, 1, static_cast<int>(left.count()) + 1);
        return end();
    }

private:
    status drain(std::string& ret, bool& ret_closed)
    {
        char buffer[4096];
        for (;;) {
            const ssize_t n = ::read(pipe_.get(), buffer, sizeof buffer);
            if (n < 0 && errno == EINTR) continue;
            if (n < 0 && errno == EAGAIN) return {};
            if (n < 0) return {errc::io, "its output cannot be read"};
            if (n == 0) {
                ret_closed = true;
                return {};
            }
            ret.append(buffer, static_cast<std::size_t>(n));
            if (ret.size() > largest_output) return {errc::too_large, "it printed over 64 KiB"};
        }
    }

    // Before the wait, so that the number of the group is still its own.
    int end()
    {
        ::kill(-pid_, SIGKILL);
        int code = 0;
        pid_t got = 0;
        do got = ::waitpid(pid_, &code, 0);
        while (got < 0 && errno == EINTR);
        const bool ended = got == pid_ && WIFEXITED(code);
        pid_ = -1;
        return ended ? WEXITSTATUS(code) : -1;
    }

    pid_t pid_ = -1;
    unique_fd pipe_;
};

} // namespace

std::vector<std::string> own_programs()
{
    const std::string self = link_target("/proc/self/exe");
    if (self.empty()) return {};
    const std::string folder = folder_of(self);
    return {self, folder + "/dsreg", folder + "/../bin/dsreg", folder + "/../../bin/dsreg"};
}

bool is_nested()
{
    return std::getenv(nested_mark) != nullptr;
}

status find_vendor_tool(const tool_rules& rules, std::string& ret_path)
{
    const status none(errc::not_found, "it is not installed");
    if (rules.lab && rules.device_root.empty()) return none;
    const unique_fd fd = open_below(rules.device_root, vendor_tool_path, O_PATH);
    struct stat s {};
    if (!fd || ::fstat(fd.get(), &s) != 0 || !S_ISREG(s.st_mode) || (s.st_mode & 0111) == 0)
        return none;
    std::string path = link_target("/proc/self/fd/" + std::to_string(fd.get()));
    if (path.empty() || path[0] != '/' || !same_file(s, path)) return none;
    if (rules.nested || is_ours(rules, path, s))
        return {errc::not_found, "it is this very program"};
    if (!is_safe_chain(rules, path))
        return {errc::untrusted, "others than root could have written it"};
    ret_path = std::move(path);
    return {};
}

status run_vendor_tool(const tool_rules& rules, const std::string& path, clock::time_point deadline,
                       std::string& ret)
{
    deadline = std::min(deadline, clock::now() + longest_run);
    running tool;
    std::string text;
    if (status s = tool.start(rules, path); !s.ok()) return s;
    if (status s = tool.read(deadline, text); !s.ok()) return s;
    const int code = tool.exit_code(deadline);
    if (code < 0) return {errc::timeout, "it did not end by itself"};
    if (code != 0) return {errc::protocol, "it ended with code " + std::to_string(code)};
    ret = std::move(text);
    return {};
}

} // namespace dsreg::broker
