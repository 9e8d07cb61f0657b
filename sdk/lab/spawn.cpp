#include "spawn.h"

#include "base/unique_fd.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dsreg::lab {
namespace {

std::vector<char*> pointers(const std::vector<std::string>& texts)
{
    std::vector<char*> all;
    for (const std::string& t : texts) all.push_back(const_cast<char*>(t.c_str()));
    all.push_back(nullptr);
    return all;
}

bool place_descriptors(const program& what)
{
    std::vector<int> high;
    for (const auto& [ours, theirs] : what.fds) {
        high.push_back(::fcntl(ours, F_DUPFD_CLOEXEC, 16)); // out of the way of the numbers wanted
        if (high.back() < 0) return false;
    }
    for (std::size_t i = 0; i < high.size(); i++) {
        if (::dup2(high[i], what.fds[i].second) < 0) return false;
    }
    return true;
}

// In the child. Returns only on failure.
void become(const program& what, pid_t parent)
{
    if (what.own_session) ::setsid();
    if (what.group >= 0) ::setpgid(0, what.group);
    if (!place_descriptors(what)) return;
    if (what.dies_with_parent) ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1); // it died before the line above
    ::sigprocmask(SIG_SETMASK, &what.mask, nullptr);
    ::execvpe(what.argv[0].c_str(), pointers(what.argv).data(), pointers(what.env).data());
}

// Children of `parent`, dead ones not yet waited for included.
std::vector<pid_t> children_of(pid_t parent)
{
    std::vector<pid_t> found;
    DIR* proc = ::opendir("/proc");
    if (!proc) return found;
    while (const dirent* entry = ::readdir(proc)) {
        const pid_t pid = std::atoi(entry->d_name);
        if (pid <= 0) continue;
        char text[512];
        std::snprintf(text, sizeof text, "/proc/%d/stat", pid);
        const unique_fd fd(::open(text, O_RDONLY | O_CLOEXEC));
        const ssize_t n = fd ? ::read(fd.get(), text, sizeof text - 1) : 0;
        if (n <= 0) continue;
        text[n] = 0;
        const char* after_name = std::strrchr(text, ')'); // the name may hold anything
        int parent_found = 0;
        if (after_name && std::sscanf(after_name + 1, " %*c %d", &parent_found) == 1 &&
            parent_found == parent) {
            found.push_back(pid);
        }
    }
    ::closedir(proc);
    return found;
}

} // namespace

status spawn(const program& what, pid_t& ret, int* ret_errno)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return {errc::io, "no pipe"};
    const unique_fd from(ends[0]);
    unique_fd to(ends[1]);
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid < 0) return {errc::io, std::string("cannot start a process: ") + std::strerror(errno)};
    if (pid == 0) {
        // High, so that no descriptor that the program gets stands in its place.
        const int report = ::fcntl(to.get(), F_DUPFD_CLOEXEC, 32);
        become(what, parent);
        const int error = errno;
        (void)!::write(report, &error, sizeof error);
        ::_exit(127);
    }
    to.reset();
    if (what.group == 0) ::setpgid(pid, pid); // whoever comes first
    int error = 0;
    ssize_t n;
    while ((n = ::read(from.get(), &error, sizeof error)) < 0 && errno == EINTR) {
    }
    if (n == sizeof error) {
        ::waitpid(pid, nullptr, 0);
        if (ret_errno) *ret_errno = error;
        return {error == ENOENT ? errc::not_found : errc::io,
                "cannot start " + what.argv[0] + ": " + std::strerror(error)};
    }
    ret = pid;
    return {};
}

void kill_descendants() noexcept
{
    for (;;) {
        bool any = false;
        for (const pid_t pid : children_of(::getpid())) any = ::kill(pid, SIGKILL) == 0 || any;
        if (!any) return;
        while (::waitpid(-1, nullptr, 0) < 0 && errno == EINTR) {
        }
        while (::waitpid(-1, nullptr, WNOHANG) > 0) {
        }
    }
}

int exit_code_of(int wait_status) noexcept
{
    if (WIFEXITED(wait_status)) return WEXITSTATUS(wait_status);
    return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : 1;
}

} // namespace dsreg::lab
