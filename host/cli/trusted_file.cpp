#include "cli/trusted_file.h"

#include "base/unique_fd.h"
#include "cli/quote.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>

namespace dsreg::cli {
namespace {

status untrusted(const std::string& path, const std::string& why)
{
    return status(errc::untrusted, shown_path(path) + " is not trusted: " + why);
}

status from_errno(const std::string& path, int error)
{
    const errc code = error == ENOENT || error == ENOTDIR ? errc::not_found
                      : error == EACCES || error == EPERM ? errc::access
                                                          : errc::io;
    return status(code, shown_path(path) + " cannot be read: " + std::strerror(error));
}

// Real path of the folder that `path` lies in.
status real_folder(const std::string& path, std::string& ret)
{
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "."
                               : slash == 0               ? "/"
                                                          : path.substr(0, slash);
    const std::unique_ptr<char, void (*)(void*)> real(::realpath(folder.c_str(), nullptr),
                                                      std::free);
    if (!real) return from_errno(path, errno);
    ret = real.get();
    return {};
}

// Whoever owns "/" is root as far as files go (in a user namespace it may be the overflow id).
// In a sticky folder only its owner and the files' owners can move files about.
status check_folders(const std::string& path, std::string folder, const trust_rule& rule)
{
    struct stat top {};
    if (::lstat("/", &top) != 0) return from_errno(path, errno);
    for (;;) {
        struct stat st {};
        if (::lstat(folder.c_str(), &st) != 0) return from_errno(path, errno);
        const bool roots = st.st_uid == 0 || st.st_uid == top.st_uid;
        const bool sticky = (st.st_mode & S_ISVTX) != 0 && roots;
        const bool shared =
            (st.st_mode & S_IWOTH) != 0 || (rule.strict_folders && (st.st_mode & S_IWGRP) != 0);
        if (shared && !sticky)
            return untrusted(path, "others can write in " + shown_path(folder) + "; chmod go-w " +
                                       shown_path(folder));
        if (rule.strict_folders && !roots)
            return untrusted(path, shown_path(folder) + " does not belong to root");
        if (folder == "/") return {};
        const std::size_t slash = folder.rfind('/');
        folder.resize(slash == 0 ? 1 : slash);
    }
}

status check_file(const std::string& path, const struct stat& st, const trust_rule& rule)
{
    if (!S_ISREG(st.st_mode)) return untrusted(path, "it is not a regular file");
    if (!rule.owners.empty() &&
        std::find(rule.owners.begin(), rule.owners.end(), st.st_uid) == rule.owners.end())
        return untrusted(path, "it belongs to the user id " + std::to_string(st.st_uid));
    const mode_t forbidden = S_IWOTH | (rule.group_may_write ? 0 : S_IWGRP);
    if ((st.st_mode & forbidden) != 0)
        return untrusted(path, "others can write it; chmod go-w " + shown_path(path));
    return {};
}

status read_whole(int fd, const std::string& path, std::size_t max, std::string& ret)
{
    std::string text;
    for (;;) {
        const std::size_t had = text.size();
        text.resize(had + 65536);
        const ssize_t n = ::read(fd, text.data() + had, 65536);
        if (n < 0 && errno != EINTR) return from_errno(path, errno);
        text.resize(had + static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
        if (text.size() > max)
            return status(errc::too_large, shown_path(path) + " is larger than " +
                                               std::to_string(max / 1024) + " KiB");
        if (n == 0) break;
    }
    ret = std::move(text);
    return {};
}

} // namespace

trust_rule configuration_rule(bool elevated)
{
    trust_rule rule;
    if (elevated) {
        rule.owners = {0};
        rule.strict_folders = true;
    } else {
        rule.group_may_write = true;
    }
    return rule;
}

status read_trusted(const std::string& path, const trust_rule& rule, std::size_t max,
                    std::string& ret)
{
    std::string folder;
    if (status s = real_folder(path, folder); !s) return s;
    const std::string name = path.substr(path.rfind('/') + 1); // npos + 1 is 0
    // O_NONBLOCK: a FIFO must not hold us up.
    const std::string real = (folder == "/" ? "" : folder) + "/" + name;
    const unique_fd fd(
        ::open(real.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
    if (!fd) {
        if (errno == ELOOP) return untrusted(path, "it is a symbolic link");
        return from_errno(path, errno);
    }
    struct stat st {};
    if (::fstat(fd.get(), &st) != 0) return from_errno(path, errno);
    if (status s = check_file(path, st, rule); !s) return s;
    if (status s = check_folders(path, folder, rule); !s) return s;
    return read_whole(fd.get(), path, max, ret);
}

} // namespace dsreg::cli
