#include "tree.h"

#include "file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dsreg::lab {

namespace {

status set_time(const std::string& path)
{
    const timespec when[2] = {{file_time, 0}, {file_time, 0}};
    if (::utimensat(AT_FDCWD, path.c_str(), when, AT_SYMLINK_NOFOLLOW) == 0) return {};
    return {errc::io, "cannot set the time of " + path};
}

} // namespace

void tree::file(const std::string& path, const std::string& content, mode_t mode)
{
    if (error.ok()) error = write_file(root + path, content, mode);
    if (error.ok()) error = set_time(root + path);
}

void tree::dir(const std::string& path, mode_t mode)
{
    if (error.ok()) error = make_dirs(root + path, mode);
}

void tree::program(const std::string& from, const std::string& path, int64_t mtime)
{
    if (error.ok()) error = copy_program(from, root + path, mtime);
}

void tree::link(const std::string& path, const std::string& target)
{
    if (!error.ok()) return;
    if (target.empty() || target[0] == '/') {
        error = status(errc::internal, "the link " + path + " would lead out of the lab");
    } else if (::symlink(target.c_str(), (root + path).c_str()) != 0) {
        error = status(errc::io, "cannot make the link " + path + ": " + std::strerror(errno));
    } else {
        error = set_time(root + path);
    }
}

void tree::enlarge(const std::string& path, int64_t size)
{
    if (!error.ok()) return;
    if (::truncate((root + path).c_str(), size) != 0)
        error = status(errc::io, "cannot enlarge " + path + ": " + std::strerror(errno));
    else
        error = set_time(root + path);
}

} // namespace dsreg::lab
