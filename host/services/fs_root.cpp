#include "services/fs_root.h"

#include "base/open_within.h"

#include <array>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <linux/openat2.h>
#include <unistd.h>

namespace dsreg::services {
namespace {

std::string real_path(int fd)
{
    std::array<char, PATH_MAX> text{};
    const std::string link = "/proc/self/fd/" + std::to_string(fd);
    const ssize_t n = ::readlink(link.c_str(), text.data(), text.size());
    if (n <= 0 || static_cast<std::size_t>(n) >= text.size() || text[0] != '/') return {};
    return {text.data(), static_cast<std::size_t>(n)};
}

} // namespace

fs_root::fs_root(const std::string& folder)
    : root_(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC))
{
    if (!root_)
        root_error_ = errno;
    else
        root_place_ = real_path(root_.get());
}

int fs_root::open_at(const std::string& path, unsigned long long flags, unique_fd& ret) const
{
    return open_within(root_.get(), path.c_str(), flags, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
                       ret);
}

int fs_root::open(const std::string& path, bool directory, unique_fd& ret,
                  struct stat& ret_stat) const
{
    if (!root_) return root_error_;
    unique_fd seen, opened;
    struct stat first {};
    struct stat again {};
    if (const int e = open_at(path, O_PATH, seen); e != 0) return e;
    if (::fstat(seen.get(), &first) != 0) return errno;
    if (directory && !S_ISDIR(first.st_mode)) return ENOTDIR;
    if (!directory && S_ISDIR(first.st_mode)) return EISDIR;
    if (!directory && !S_ISREG(first.st_mode)) return EINVAL;
    const unsigned long long flags =
        O_RDONLY | O_NONBLOCK | O_NOCTTY | (directory ? O_DIRECTORY : 0);
    if (const int e = open_at(path, flags, opened); e != 0) return e;
    if (::fstat(opened.get(), &again) != 0) return errno;
    if (again.st_dev != first.st_dev || again.st_ino != first.st_ino) return EAGAIN;
    ret = std::move(opened);
    ret_stat = again;
    return 0;
}

std::string fs_root::place_of(int fd) const
{
    const std::string path = real_path(fd);
    if (root_place_.empty() || path.empty()) return {};
    if (root_place_ == "/") return path;
    if (path == root_place_) return "/";
    const bool below = path.size() > root_place_.size() && path[root_place_.size()] == '/' &&
                       path.compare(0, root_place_.size(), root_place_) == 0;
    return below ? path.substr(root_place_.size()) : std::string();
}

} // namespace dsreg::services
