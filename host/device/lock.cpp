#include "device/lock.h"

#include "base/open_within.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>

namespace dsreg::device {
namespace {

// The folder that the lock lies in, as it is named on the machine. Root's has its own, because the
// device service may write to no other one of /run.
std::string folder_of(const wire::world& where, bool of_root)
{
    if (of_root) return "/run/dsreg";
    const char* const own = where.lab ? nullptr : std::getenv("XDG_RUNTIME_DIR");
    if (own != nullptr && own[0] == '/') return own;
    return "/run/user/" + std::to_string(where.uid);
}

// A lab's device root begins without the folders that every machine has.
int make_folders(int root, const std::string& folder, mode_t mode)
{
    for (std::size_t end = folder.find('/', 1);; end = folder.find('/', end + 1)) {
        const std::string part = folder.substr(1, end == folder.npos ? end : end - 1);
        if (::mkdirat(root, part.c_str(), mode) != 0 && errno != EEXIST) return errno;
        if (end == folder.npos) return 0;
    }
}

int open_folder(const wire::world& where, const std::string& folder, bool of_root, unique_fd& ret)
{
    if (!where.lab && !of_root) {
        ret.reset(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        return ret ? 0 : errno;
    }
    const std::string below = where.lab ? where.device_root : "/";
    if (below.empty()) return ENOENT;
    const unique_fd root(::open(below.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!root) return errno;
    if (const int e = make_folders(root.get(), folder, of_root ? 0755 : 0700); e != 0) return e;
    return open_within(root.get(), folder.c_str() + 1, O_PATH | O_DIRECTORY,
                       RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS, ret);
}

std::string holder(int fd)
{
    std::array<char, 16> text{};
    const ssize_t size = ::pread(fd, text.data(), text.size(), 0);
    const std::string_view seen(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    const std::string_view digits = seen.substr(0, seen.find('\n'));
    const bool number = !digits.empty() && std::all_of(digits.begin(), digits.end(),
                                                       [](char c) { return c >= '0' && c <= '9'; });
    return number ? " (process " + std::string(digits) + ")" : "";
}

// A full disk does not matter: then a second run cannot name this one.
void write_holder(int fd)
{
    const std::string text = std::to_string(::getpid()) + "\n";
    [[maybe_unused]] const bool written =
        ::ftruncate(fd, 0) == 0 && ::pwrite(fd, text.data(), text.size(), 0) > 0;
}

} // namespace

lock& lock::operator=(lock&& other) noexcept
{
    if (this != &other) {
        release();
        held_ = std::move(other.held_);
    }
    return *this;
}

void lock::release() noexcept
{
    if (!held_) return;
    [[maybe_unused]] const int ignored = ::ftruncate(held_.get(), 0); // nobody holds it
    held_.reset();
}

status take_lock(const wire::world& where, bool of_root, lock& ret)
{
    const std::string path = folder_of(where, of_root);
    const char* const file_name = of_root ? "lock" : "dsreg.lock";
    const auto failed = [&](const char* why) {
        return status(errc::io, "cannot lock " + path + "/" + file_name + ": " + why);
    };
    unique_fd folder;
    if (const int e = open_folder(where, path, of_root, folder); e != 0) {
        if (!of_root && (e == ENOENT || e == EACCES)) {
            ret = lock();
            return {};
        }
        return failed(std::strerror(e));
    }
    unique_fd file(::openat(folder.get(), file_name,
                            O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
                            0600));
    if (!file) return failed(errno == ELOOP ? "it is a symbolic link" : std::strerror(errno));
    struct stat seen {};
    if (::fstat(file.get(), &seen) != 0) return failed(std::strerror(errno));
    if (!S_ISREG(seen.st_mode) || seen.st_nlink != 1 || seen.st_uid != ::geteuid())
        return failed("it is no file of this user");
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return failed(std::strerror(errno));
        // What another user can write is not shown.
        return {errc::access, "another dsreg" + (of_root ? holder(file.get()) : " of this user") +
                                  " is at work: wait until it is done, then try again"};
    }
    write_holder(file.get());
    ret = lock(std::move(file));
    return {};
}

} // namespace dsreg::device
