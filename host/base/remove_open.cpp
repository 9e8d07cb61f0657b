#include "base/remove_open.h"

#include "base/open_within.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string_view>
#include <sys/stat.h>

namespace dsreg {
namespace {

// Kernels before 5.8 tell it only here (proc(5), "mnt_id", since 3.15).
int mount_in_proc(int fd, uint64_t& ret)
{
    const std::string path = "/proc/self/fdinfo/" + std::to_string(fd);
    const unique_fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    char text[1024] = {};
    if (!file || ::read(file.get(), text, sizeof text - 1) <= 0) return ENOTSUP;
    const char* const found = std::strstr(text, "mnt_id:");
    if (found == nullptr) return ENOTSUP;
    ret = std::strtoull(found + 7, nullptr, 10);
    return 0;
}

// One part of the way, without openat2.
int step(int folder, const std::string& name, const mount_place& begin, mounts on_the_way,
         unique_fd& ret)
{
    if (name == "..") return EXDEV;
    unique_fd next(::openat(folder, name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    if (!next) return errno;
    struct stat seen {};
    if (::fstat(next.get(), &seen) != 0) return errno;
    if (S_ISLNK(seen.st_mode)) return ELOOP;
    if (!S_ISDIR(seen.st_mode)) return ENOTDIR;
    if (on_the_way == mounts::refused) {
        mount_place here;
        if (const int e = mount_of(next.get(), here); e != 0) return e;
        if (here.mount != begin.mount) return EXDEV;
    }
    ret = std::move(next);
    return 0;
}

int walk(int folder, const std::string& path, mounts on_the_way, unique_fd& ret)
{
    mount_place begin;
    if (const int e = mount_of(folder, begin); e != 0 && on_the_way == mounts::refused) return e;
    unique_fd at;
    for (std::size_t from = 0; from < path.size();) {
        const std::size_t end = std::min(path.find('/', from), path.size());
        const std::string name = path.substr(from, end - from);
        from = end + 1;
        if (name.empty()) continue;
        const int below = at ? at.get() : folder;
        if (const int e = step(below, name, begin, on_the_way, at); e != 0) return e;
    }
    // The same folder again, for reading: its own "." is no way anywhere.
    ret.reset(
        ::openat(at ? at.get() : folder, ".", O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC));
    return ret ? 0 : errno;
}

} // namespace

int mount_of(int fd, mount_place& ret)
{
    struct stat seen {};
    if (::fstat(fd, &seen) != 0) return errno;
    mount_place here;
    here.device = seen.st_dev;
    struct statx more {};
    const bool told = ::statx(fd, "", AT_EMPTY_PATH, STATX_MNT_ID, &more) == 0 &&
                      (more.stx_mask & STATX_MNT_ID) != 0;
    here.mount = more.stx_mnt_id;
    if (!told) {
        if (const int e = mount_in_proc(fd, here.mount); e != 0) return e;
    }
    ret = here;
    return 0;
}

int open_to_remove(int folder, const std::string& path, mounts on_the_way, unique_fd& ret)
{
    const char* const shown = path.empty() ? "." : path.c_str();
    const uint64_t rules = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS |
                           (on_the_way == mounts::refused ? uint64_t{RESOLVE_NO_XDEV} : 0);
    const int e = open_within(folder, shown, O_RDONLY | O_DIRECTORY | O_NONBLOCK, rules, ret);
    return e == ENOSYS || e == EPERM ? walk(folder, path, on_the_way, ret) : e;
}

} // namespace dsreg
