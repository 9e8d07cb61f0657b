#include "broker/files.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <vector>

namespace dsreg::broker {
namespace {

constexpr std::size_t largest_file = 64 * 1024;

int64_t time_of(const struct stat& s)
{
    return static_cast<int64_t>(s.st_mtim.tv_sec) * 1'000'000'000 + s.st_mtim.tv_nsec;
}

} // namespace

unique_fd open_below(const std::string& root, const std::string& path, uint64_t flags)
{
    if (path.empty() || path[0] != '/') {
        errno = ENOENT;
        return {};
    }
    if (root.empty()) {
        return unique_fd(::open(path.c_str(), static_cast<int>(flags) | O_CLOEXEC));
    }
    const unique_fd dir(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!dir) return {};
    open_how how{};
    how.flags = flags | O_CLOEXEC;
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
    return unique_fd(
        static_cast<int>(::syscall(SYS_openat2, dir.get(), path.c_str(), &how, sizeof how)));
}

std::string without_root(const std::string& path, const std::string& root)
{
    std::string_view prefix = root;
    while (!prefix.empty() && prefix.back() == '/') prefix.remove_suffix(1);
    const bool below = !prefix.empty() && path.size() > prefix.size() &&
                       path.compare(0, prefix.size(), prefix) == 0 && path[prefix.size()] == '/';
    return below ? path.substr(prefix.size()) : path;
}

bool read_small(const std::string& root, const std::string& path, std::string& ret)
{
    // O_NONBLOCK: a FIFO in its place must not hold us.
    const unique_fd fd = open_below(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    struct stat s {};
    if (!fd || ::fstat(fd.get(), &s) != 0 || !S_ISREG(s.st_mode)) return false;
    std::string text(largest_file + 1, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const ssize_t n = ::read(fd.get(), text.data() + size, text.size() - size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        if (n == 0) break;
        size += static_cast<std::size_t>(n);
    }
    if (size > largest_file) return false;
    text.resize(size);
    ret = std::move(text);
    return true;
}

presence find_program(const std::string& root, const std::string& path, int64_t& ret_time)
{
    const unique_fd fd = open_below(root, path, O_PATH);
    struct stat s {};
    if (!fd) return errno == ENOENT || errno == ENOTDIR ? presence::missing : presence::unknown;
    if (::fstat(fd.get(), &s) != 0) return presence::unknown;
    if (!S_ISREG(s.st_mode)) return presence::missing;
    ret_time = time_of(s);
    return presence::there;
}

std::string program_of(int32_t pid, int64_t& ret_time)
{
    const std::string link = "/proc/" + std::to_string(pid) + "/exe";
    std::string path(4096, '\0');
    const ssize_t n = ::readlink(link.c_str(), path.data(), path.size());
    if (n <= 0 || static_cast<std::size_t>(n) == path.size()) return {};
    path.resize(static_cast<std::size_t>(n));
    // Replaced while it runs; the link still leads to the old file.
    constexpr std::string_view gone = " (deleted)";
    if (path.size() > gone.size() &&
        path.compare(path.size() - gone.size(), gone.size(), gone) == 0) {
        path.resize(path.size() - gone.size());
    }
    struct stat s {};
    if (::stat(link.c_str(), &s) == 0) ret_time = time_of(s);
    return path;
}

bool is_replaced(int32_t pid)
{
    struct stat s {};
    const std::string link = "/proc/" + std::to_string(pid) + "/exe";
    return ::stat(link.c_str(), &s) == 0 && s.st_nlink == 0;
}

} // namespace dsreg::broker
