#include "file.h"

#include "base/unique_fd.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace dsreg::lab {

namespace fs = std::filesystem;

namespace {

status failed(const std::string& what, const std::string& path)
{
    const int error = errno;
    return {error == ENOENT ? errc::not_found : errc::io,
            what + " " + path + ": " + std::strerror(error)};
}

status write_all(int fd, const std::string& content, const std::string& path)
{
    std::size_t done = 0;
    while (done < content.size()) {
        const ssize_t n = ::write(fd, content.data() + done, content.size() - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return failed("cannot write", path);
        done += static_cast<std::size_t>(n);
    }
    return {};
}

// A bus address and a bus socket take neither every character nor every length.
bool fits_a_bus(const std::string& dir)
{
    return !dir.empty() && dir[0] == '/' && dir.size() <= 60 &&
           dir.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                 "/._-") == std::string::npos;
}

} // namespace

status read_file(const std::string& path, std::size_t max, std::string& ret)
{
    unique_fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    if (!fd) return failed("cannot read", path);
    std::string content;
    char block[16384];
    for (;;) {
        const ssize_t n = ::read(fd.get(), block, sizeof block);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failed("cannot read", path);
        if (n == 0) break;
        content.append(block, static_cast<std::size_t>(n));
        if (content.size() > max) {
            return {errc::too_large, path + " is larger than " + std::to_string(max) + " bytes"};
        }
    }
    ret = std::move(content);
    return {};
}

status make_dirs(const std::string& path, mode_t mode)
{
    std::error_code error;
    fs::create_directories(path, error);
    if (error) return {errc::io, "cannot make " + path + ": " + error.message()};
    if (::chmod(path.c_str(), mode) != 0) return failed("cannot set the mode of", path);
    return {};
}

status write_file(const std::string& path, const std::string& content, mode_t mode)
{
    const std::string folder = fs::path(path).parent_path().string();
    std::error_code ignored;
    if (!fs::exists(folder, ignored)) {
        if (status made = make_dirs(folder); !made.ok()) return made;
    }
    unique_fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!fd) return failed("cannot write", path);
    if (status written = write_all(fd.get(), content, path); !written.ok()) return written;
    if (::fchmod(fd.get(), mode) != 0) return failed("cannot set the mode of", path);
    return {};
}

status copy_program(const std::string& from, const std::string& to, int64_t mtime)
{
    unique_fd in(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat info {};
    if (!in || ::fstat(in.get(), &info) != 0) return failed("cannot read", from);
    if (status made = make_dirs(fs::path(to).parent_path().string()); !made.ok()) return made;
    unique_fd out(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755));
    if (!out) return failed("cannot write", to);
    for (off_t left = info.st_size; left > 0;) {
        const ssize_t n = ::sendfile(out.get(), in.get(), nullptr, static_cast<std::size_t>(left));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return failed("cannot write", to);
        left -= n;
    }
    const timespec when[2] = {{mtime, 0}, {mtime, 0}};
    if (::fchmod(out.get(), 0755) != 0) return failed("cannot set the mode of", to);
    if (mtime != 0 && ::futimens(out.get(), when) != 0) return failed("cannot set the time of", to);
    return {};
}

void append_line(const std::string& path, const std::string& line)
{
    const unique_fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    const std::string whole = line + "\n";
    if (fd) (void)!::write(fd.get(), whole.data(), whole.size()); // one write: lines stay whole
}

status make_lab_dir(std::string& ret)
{
    std::string base = "/tmp";
    if (const char* wanted = std::getenv("TMPDIR")) {
        std::error_code error;
        const std::string real = fs::canonical(wanted, error).string();
        if (!error && fits_a_bus(real) && ::access(real.c_str(), W_OK | X_OK) == 0) base = real;
    }
    std::string path = base + "/dsreg-lab.XXXXXX";
    if (!::mkdtemp(path.data())) return failed("cannot make a folder for the lab,", path);
    struct statvfs volume {};
    if (::statvfs(path.c_str(), &volume) == 0 && (volume.f_flag & ST_NOEXEC)) {
        ::rmdir(path.c_str());
        return {errc::io, base + " is mounted noexec and the lab starts programs from there; set "
                                 "TMPDIR to another folder"};
    }
    ret = std::move(path);
    return {};
}

void remove_tree(const std::string& path) noexcept
{
    std::error_code error;
    fs::remove_all(path, error);
    if (!error) return;
    try { // somebody took rights away from a folder
        fs::permissions(path, fs::perms::owner_all, fs::perm_options::add, error);
        for (auto at = fs::recursive_directory_iterator(path, error);
             !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
            if (!at->is_symlink() && at->is_directory()) {
                fs::permissions(at->path(), fs::perms::owner_all, fs::perm_options::add, error);
            }
        }
        fs::remove_all(path, error);
    } catch (const std::exception&) { // out of memory: nothing more can be done
    }
}

} // namespace dsreg::lab
