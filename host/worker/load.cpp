#include "worker/load.h"

#include "base/unique_fd.h"
#include "worker/elf.h"

#include <algorithm>
#include <boost/dll/shared_library.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <new>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace dsreg::worker {
namespace {

// Never destroyed: see load.h.
union held_library {
    held_library() : library() {}
    ~held_library() {}
    boost::dll::shared_library library;
};

// The dynamic linker's sentence begins with the name that it was given.
std::string loader_words(const std::string& name)
{
    const char* words = ::dlerror();
    std::string text = words != nullptr ? words : "the dynamic linker gave no reason";
    if (text.compare(0, name.size(), name) == 0) text.erase(0, name.size());
    while (!text.empty() && (text[0] == ':' || text[0] == ' ')) text.erase(0, 1);
    return text;
}

std::string octal(mode_t mode)
{
    char text[8];
    std::snprintf(text, sizeof text, "%04o", static_cast<unsigned>(mode & 07777));
    return text;
}

bool mode_lets_read(const struct stat& s, uid_t uid, const std::vector<gid_t>& groups)
{
    if (s.st_uid == uid) return (s.st_mode & S_IRUSR) != 0;
    if (std::find(groups.begin(), groups.end(), s.st_gid) != groups.end())
        return (s.st_mode & S_IRGRP) != 0;
    return (s.st_mode & S_IROTH) != 0;
}

std::vector<gid_t> own_groups()
{
    std::vector<gid_t> groups(static_cast<std::size_t>(std::max(0, ::getgroups(0, nullptr))));
    const int got = ::getgroups(static_cast<int>(groups.size()), groups.data());
    groups.resize(static_cast<std::size_t>(std::max(0, got)));
    groups.push_back(::getegid());
    return groups;
}

// The host has opened it with more rights than the worker keeps.
rejection unreadable_now(const std::string& path, int fd)
{
    struct stat s {};
    if (::fstat(fd, &s) != 0) return {"unreadable", "it cannot be opened again"};
    return unreadable(path, s, ::geteuid(), own_groups());
}

bool may_not_open(const std::string& name)
{
    const unique_fd again(::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    return !again && errno == EACCES;
}

} // namespace

rejection unreadable(const std::string& path, const struct stat& s, uid_t uid,
                     const std::vector<gid_t>& groups)
{
    const std::string who = path + " (mode " + octal(s.st_mode) + ", uid " +
                            std::to_string(s.st_uid) + ") cannot be read by uid " +
                            std::to_string(uid) + ", as which modules run: ";
    if (mode_lets_read(s, uid, groups))
        return {"unreadable", who + "its mode lets them; the sandbox, an access list or a security "
                                    "module (SELinux, AppArmor) refuses it"};
    return {"unreadable", who + "chmod o+r '" + path + "'"};
}

rejection load(const wire::worker_init& init, int fd, loaded_module& ret)
{
    unique_fd own;
    std::string name = "/proc/self/fd/" + std::to_string(fd);
    if (init.by_path) {
        name = init.path;
        own.reset(::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
        if (!own) return {"unreadable", std::string("cannot be opened: ") + std::strerror(errno)};
        fd = own.get();
    }

    std::string why;
    switch (look_for_symbol(fd, DSREG_MODULE_SYMBOL, why)) {
    case elf_verdict::exports:
        break;
    case elf_verdict::no_symbol:
        return {"no-symbol", why};
    case elf_verdict::unloadable:
        return {"dlopen-failed", why};
    }

    held_library held;
    std::error_code failed;
    using boost::dll::load_mode::rtld_local;
    using boost::dll::load_mode::rtld_now;
    ::dlerror();
    held.library.load(name, failed, rtld_now | rtld_local);
    if (failed || !held.library.is_loaded()) {
        const std::string words = loader_words(name);
        if (may_not_open(name)) return unreadable_now(init.path, fd);
        return {"dlopen-failed", words};
    }
    if (!held.library.has(DSREG_MODULE_SYMBOL))
        return {"no-symbol", std::string("it exports no ") + DSREG_MODULE_SYMBOL};
    return read_module(held.library.get<const dsreg_module>(DSREG_MODULE_SYMBOL), ret.decl,
                       ret.runs);
}

} // namespace dsreg::worker
