#include "cli/output.h"

#include "cli/quote.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <sys/random.h>
#include <sys/stat.h>

namespace dsreg::cli {
namespace {

status failed(const std::string& path, const std::string& why)
{
    return status(errc::io, "cannot write " + shown_path(path) + ": " + why);
}

status failed(const std::string& path, int error)
{
    return failed(path, std::strerror(error));
}

std::string temporary_name()
{
    unsigned char bytes[8] = {};
    if (::getrandom(bytes, sizeof bytes, GRND_NONBLOCK) != static_cast<ssize_t>(sizeof bytes))
        return {};
    std::string name = ".dsreg-";
    for (const unsigned char b : bytes) {
        char hex[3];
        std::snprintf(hex, sizeof hex, "%02x", b);
        name += hex;
    }
    return name;
}

// A file without a name of its own yet; it disappears unless it is kept.
class fresh_file
{
public:
    fresh_file(int folder, std::string name) : folder_(folder), name_(std::move(name))
    {
        if (!name_.empty())
            fd_.reset(::openat(folder_, name_.c_str(),
                               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    }
    fresh_file(const fresh_file&) = delete;
    fresh_file& operator=(const fresh_file&) = delete;
    ~fresh_file()
    {
        if (fd_) ::unlinkat(folder_, name_.c_str(), 0);
    }
    int fd() const noexcept { return fd_.get(); }
    bool keep_as(const char* final_name)
    {
        // close() reports what a full network file system could not store.
        const int fd = fd_.release();
        const bool kept =
            ::close(fd) == 0 && ::renameat(folder_, name_.c_str(), folder_, final_name) == 0;
        const int error = errno;
        if (!kept) ::unlinkat(folder_, name_.c_str(), 0);
        errno = error;
        return kept;
    }

private:
    int folder_;
    std::string name_;
    unique_fd fd_;
};

status write_special(const std::string& path, int folder, const std::string& name,
                     std::string_view text)
{
    const unique_fd fd(
        ::openat(folder, name.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY));
    if (!fd) return failed(path, errno);
    bool gone = false;
    if (status s = write_all(fd.get(), text, gone); !s) return failed(path, s.text());
    return {};
}

} // namespace

void keep_standard_descriptors()
{
    for (const int fd : {0, 1, 2}) {
        if (::fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
        // The lowest free number is `fd`. Reading from an unreadable 0, or writing to an unwritable
        // 1, fails with EBADF; 2 may swallow.
        [[maybe_unused]] const int opened = ::open("/dev/null", fd == 1 ? O_RDONLY : O_WRONLY);
    }
}

status write_all(int fd, std::string_view text, bool& ret_reader_gone)
{
    while (!text.empty()) {
        const ssize_t n = ::write(fd, text.data(), text.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) { // somebody made the shared pipe non-blocking
            pollfd wait{fd, POLLOUT, 0};
            ::poll(&wait, 1, -1);
            continue;
        }
        if (n < 0) {
            if (errno == EPIPE) ret_reader_gone = true;
            return status(errc::io, std::strerror(errno));
        }
        text.remove_prefix(static_cast<std::size_t>(n));
    }
    return {};
}

// As root, step by step, so that no step can be a link that others made.
status open_parent(const std::string& path, bool elevated, unique_fd& ret, std::string& ret_name)
{
    const std::size_t slash = path.rfind('/');
    ret_name = slash == std::string::npos ? path : path.substr(slash + 1);
    if (ret_name.empty() || ret_name == "." || ret_name == "..")
        return failed(path, "it names no file");
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    constexpr int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
    if (!elevated) {
        ret.reset(::open(folder.c_str(), flags));
        return ret ? status{} : failed(path, errno);
    }
    unique_fd at(::open(folder[0] == '/' ? "/" : ".", flags));
    std::size_t begin = 0;
    while (at && begin < folder.size()) {
        const std::size_t end = std::min(folder.find('/', begin), folder.size());
        const std::string step = folder.substr(begin, end - begin);
        begin = end + 1;
        if (step.empty() || step == ".") continue;
        struct stat st {};
        if (::fstatat(at.get(), step.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode))
            return failed(path, "its folder is reached through a symbolic link; as root, give the "
                                "real path");
        at.reset(::openat(at.get(), step.c_str(), flags | O_NOFOLLOW));
    }
    if (!at) return failed(path, errno);
    ret = std::move(at);
    return {};
}

status write_in(int folder, const std::string& name, const std::string& path, std::string_view text,
                const file_rights& rights)
{
    fresh_file file(folder, temporary_name());
    if (file.fd() < 0) return failed(path, errno);
    bool gone = false;
    if (status s = write_all(file.fd(), text, gone); !s) return failed(path, s.text());
    if (rights.owner && ::fchown(file.fd(), *rights.owner, rights.group) != 0)
        return failed(path, errno);
    if (!file.keep_as(name.c_str())) return failed(path, errno);
    return {};
}

status write_file(const std::string& path, std::string_view text, const file_rights& rights)
{
    std::string target = path;
    struct stat st {};
    if (!rights.elevated && ::lstat(path.c_str(), &st) == 0 && S_ISLNK(st.st_mode)) {
        const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr),
                                                          std::free);
        if (!real) return failed(path, errno);
        target = real.get();
    }
    unique_fd folder;
    std::string name;
    if (status s = open_parent(target, rights.elevated, folder, name); !s) return s;
    if (::fstatat(folder.get(), name.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0) {
        if (S_ISLNK(st.st_mode)) return failed(path, "it is a symbolic link");
        if (S_ISDIR(st.st_mode)) return failed(path, EISDIR);
        if (!S_ISREG(st.st_mode)) return write_special(path, folder.get(), name, text);
    }
    return write_in(folder.get(), name, path, text, rights);
}

} // namespace dsreg::cli
