#include "services/fs_root.h"

#include "base/open_within.h"

#include <cerrno>
#include <fcntl.h>
#include <linux/openat2.h>

namespace dsreg::services {

fs_root::fs_root(const std::string& folder)
    : root_(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC))
{
    if (!root_) root_error_ = errno;
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

} // namespace dsreg::services
