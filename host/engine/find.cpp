#include "engine/find.h"

#include "engine/trust.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <set>
#include <sys/stat.h>

namespace dsreg::engine {
namespace {

constexpr std::string_view suffix = ".probe.so";
constexpr std::size_t modules_max = 4096;

std::string real_path(const std::string& path)
{
    const std::unique_ptr<char, decltype(&::free)> real(::realpath(path.c_str(), nullptr), &::free);
    return real ? std::string(real.get()) : std::string();
}

std::string octal(mode_t mode)
{
    std::string out;
    for (int shift = 6; shift >= 0; shift -= 3)
        out += static_cast<char>('0' + ((mode >> shift) & 7u));
    return "0" + out;
}

status names_in(const std::string& folder, std::vector<std::string>& ret)
{
    const std::unique_ptr<DIR, int (*)(DIR*)> dir(::opendir(folder.c_str()), &::closedir);
    if (!dir) return {errc::io, folder + ": " + std::strerror(errno)};
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(dir.get())) {
        const std::string_view name = entry->d_name;
        if (name.size() > suffix.size() && name.substr(name.size() - suffix.size()) == suffix)
            names.emplace_back(name);
        if (names.size() > modules_max)
            return {errc::too_large,
                    folder + ": more than " + std::to_string(modules_max) + " modules"};
    }
    std::sort(names.begin(), names.end());
    ret = std::move(names);
    return {};
}

void reject(found_module& m, const char* code, std::string text)
{
    m.row.rejected = code;
    m.row.text = std::move(text);
    m.file.reset();
}

void open_module(const std::string& folder, const std::string& name, uid_t uid, found_module& m)
{
    const std::string& path = m.row.path;
    // O_NONBLOCK: opening a FIFO must not wait for its writer.
    m.file.reset(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY));
    if (!m.file) {
        const int error = errno;
        struct stat s {};
        if (error == ELOOP) return reject(m, "not-regular", path + " is a symbolic link");
        if (error == ENXIO || error == ENODEV)
            return reject(m, "not-regular", path + " is no file");
        std::string text = path + ": " + std::strerror(error);
        if (::lstat(path.c_str(), &s) == 0)
            text += " (mode " + octal(s.st_mode) + ", uid " + std::to_string(s.st_uid) + ")";
        return reject(m, "unreadable", text);
    }
    struct stat s {};
    if (::fstat(m.file.get(), &s) != 0)
        return reject(m, "unreadable", path + ": " + std::strerror(errno));
    if (!S_ISREG(s.st_mode))
        return reject(m, "not-regular",
                      path + (S_ISDIR(s.st_mode) ? " is a folder" : " is no regular file"));
    if (s.st_size > module_size_max)
        return reject(m, "too-large",
                      path + " has " + std::to_string(s.st_size) + " bytes, the most is " +
                          std::to_string(module_size_max));
    trust_verdict verdict = judge_trust(folder, name, s, uid);
    m.row.warnings = std::move(verdict.warnings);
    if (!verdict.trusted) reject(m, "unsafe-permissions", verdict.why);
}

} // namespace

status find_modules(const std::vector<search_dir>& dirs, uid_t uid, std::vector<found_module>& ret)
{
    std::vector<found_module> found;
    std::set<std::string> seen;
    for (const search_dir& dir : dirs) {
        const std::string folder = real_path(dir.path);
        const int missing = folder.empty() ? errno : 0;
        std::vector<std::string> names;
        const status listed =
            folder.empty() ? status{errc::not_found, dir.path + ": " + std::strerror(missing)}
                           : names_in(folder, names);
        if (!listed.ok()) {
            if (dir.must_exist)
                return {errc::invalid, "cannot read the folder of modules " + listed.text()};
            // A folder that is not there holds nothing; one that is there and closed may hold
            // probes.
            if (missing == ENOENT || missing == ENOTDIR) continue;
            found_module& closed = found.emplace_back();
            closed.row.path = dir.path;
            closed.row.origin = dir.origin;
            closed.row.rejected = "unreadable";
            closed.row.text = listed.text();
            continue;
        }
        for (const std::string& name : names) {
            if (!seen.insert(folder + "/" + name).second) continue;
            found_module& m = found.emplace_back();
            m.row.path = folder + "/" + name;
            m.row.origin = dir.origin;
            open_module(folder, name, uid, m);
        }
    }
    ret = std::move(found);
    return {};
}

} // namespace dsreg::engine
