#include "device/root.h"

#include "base/open_within.h"
#include "base/remove_open.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>

namespace dsreg::device {
namespace {

constexpr std::size_t names_most = 4096;

sight sight_of(int native)
{
    if (native == ENOENT || native == ENOTDIR) return sight::missing;
    if (native == ELOOP || native == EXDEV || native == ENXIO) return sight::not_regular;
    return sight::denied;
}

const char* kind_of(mode_t mode)
{
    if (S_ISLNK(mode)) return "it is a symbolic link";
    if (S_ISDIR(mode)) return "it is a folder";
    if (S_ISFIFO(mode)) return "it is a pipe";
    if (S_ISSOCK(mode)) return "it is a socket";
    return "it is a device";
}

// 0 or an errno; EFBIG: more than there may be.
int read_all(int fd, std::size_t most, secret_bytes& ret)
{
    secret_bytes all(most + 1);
    std::size_t size = 0;
    while (size < all.room()) {
        const ssize_t n = ::read(fd, all.data() + size, all.room() - size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return errno;
        if (n == 0) break;
        size += static_cast<std::size_t>(n);
    }
    if (size > most) return EFBIG;
    all.set_size(size);
    ret = std::move(all);
    return 0;
}

} // namespace

root::root(const wire::world& where) : owners_(where)
{
    if (where.lab && where.device_root.empty()) return;
    const char* const folder = where.device_root.empty() ? "/" : where.device_root.c_str();
    root_.reset(::open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC));
}

int root::open_folder(const std::string& folder, uint64_t flags, unique_fd& ret) const
{
    if (!root_) return ENOENT;
    return open_within(root_.get(), folder.c_str(), flags | O_DIRECTORY,
                       RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS, ret);
}

sight root::list(const std::string& folder, const std::string& prefix,
                 std::vector<std::string>& ret) const
{
    unique_fd opened;
    if (const int e = open_folder(folder, O_RDONLY | O_NONBLOCK, opened); e != 0)
        return sight_of(e);
    if (!owners_.may_read(folder)) return sight::denied;
    const std::unique_ptr<DIR, int (*)(DIR*)> dir(::fdopendir(opened.get()), ::closedir);
    if (!dir) return sight::denied;
    static_cast<void>(opened.release()); // the stream owns it now
    std::vector<std::string> names;
    std::size_t looked_at = 0;
    while (const dirent* next = ::readdir(dir.get())) {
        if (++looked_at > names_most) break;
        const std::string_view name = next->d_name;
        if (name.substr(0, prefix.size()) == prefix) names.emplace_back(name);
    }
    std::sort(names.begin(), names.end());
    ret = std::move(names);
    return looked_at > names_most ? sight::too_large : sight::good;
}

sight root::take(int folder, const std::string& path, const std::string& shown,
                 const uid_t* only_of, std::size_t most, seen_file& ret) const
{
    constexpr uint64_t inside = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    unique_fd found, opened;
    if (const int e = open_within(folder, path.c_str(), O_PATH | O_NOFOLLOW, inside, found);
        e != 0) {
        ret.why = e == ELOOP ? "a part of its path is a symbolic link" : std::strerror(e);
        return sight_of(e);
    }
    struct stat first {};
    if (::fstat(found.get(), &first) != 0) return sight::denied;
    ret.info = first;
    owners_.pretend(shown, ret.info);
    if (!S_ISREG(first.st_mode)) {
        ret.why = kind_of(first.st_mode);
        return sight::not_regular;
    }
    ret.why = std::strerror(EACCES);
    if (!owners_.may_read(shown)) return sight::denied;
    if (only_of != nullptr && first.st_uid != *only_of) {
        ret.why = "it belongs to another user";
        return sight::denied;
    }
    if (first.st_size > static_cast<off_t>(most)) {
        ret.why = "it is larger than 64 KiB";
        return sight::too_large;
    }
    int e = open_within(folder, path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW, inside,
                        opened);
    struct stat again {};
    if (e == 0 && ::fstat(opened.get(), &again) != 0) e = errno;
    if (e == 0 && (again.st_dev != first.st_dev || again.st_ino != first.st_ino)) e = EAGAIN;
    if (e == 0) e = read_all(opened.get(), most, ret.bytes);
    if (e == 0) {
        ret.why.clear();
        return sight::good;
    }
    ret.why = e == EFBIG ? "it is larger than 64 KiB" : std::strerror(e);
    return e == EFBIG ? sight::too_large : sight::denied;
}

seen_file root::read(const std::string& folder, const std::string& path, const uid_t* only_of,
                     std::size_t most) const
{
    seen_file file;
    unique_fd opened;
    if (const int e = open_folder(folder, O_PATH, opened); e != 0) {
        file.how = sight_of(e);
        file.why = std::strerror(e);
        return file;
    }
    file.how = take(opened.get(), path, folder + "/" + path, only_of, most, file);
    return file;
}

int root::open_to_change(const std::string& folder, unique_fd& ret) const
{
    if (!root_) return ENOENT;
    return open_to_remove(root_.get(), folder.substr(1), mounts::crossed, ret);
}

bool root::see_folder(const std::string& folder, struct stat& ret) const
{
    unique_fd opened;
    struct stat seen {};
    if (open_folder(folder, O_PATH, opened) != 0 || ::fstat(opened.get(), &seen) != 0) return false;
    owners_.pretend(folder, seen);
    ret = seen;
    return true;
}

} // namespace dsreg::device
