#include "base/remove_open.h"
#include "base/remove_tree.h"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <set>
#include <sys/stat.h>

namespace dsreg {
namespace {

constexpr std::size_t listed_most = 64; // removed ones that get a row
constexpr unsigned passes_most = 8;     // while new ones appear

// One that cannot be looked at may be one; removing it will tell.
bool is_file(int folder, const char* name)
{
    struct stat seen {};
    if (::fstatat(folder, name, &seen, AT_SYMLINK_NOFOLLOW) != 0) return errno != ENOENT;
    return S_ISREG(seen.st_mode);
}

// The regular files, sorted, so that two runs say the same. 0 or an errno.
int list_names(int folder, const std::vector<std::string_view>& prefixes, std::size_t most,
               std::vector<std::string>& ret, bool& ret_cut)
{
    unique_fd opened;
    if (const int e = open_to_remove(folder, "", mounts::refused, opened); e != 0) return e;
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(opened.get()), ::closedir);
    if (!stream) return errno;
    static_cast<void>(opened.release()); // the stream owns it now
    std::vector<std::string> names;
    bool cut = false;
    errno = 0;
    while (const dirent* next = ::readdir(stream.get())) {
        const std::string_view name = next->d_name;
        const bool meant = std::any_of(prefixes.begin(), prefixes.end(), [&](auto prefix) {
            return name.substr(0, prefix.size()) == prefix;
        });
        if (meant && is_file(folder, next->d_name)) {
            cut = names.size() == most;
            if (!cut) names.emplace_back(name);
        }
        errno = 0;
        if (cut) break;
    }
    if (errno != 0) return errno;
    std::sort(names.begin(), names.end());
    ret = std::move(names);
    ret_cut = cut;
    return 0;
}

} // namespace

removal remove_files(int folder, const std::vector<std::string_view>& prefixes,
                     std::size_t in_one_pass)
{
    removal out;
    std::set<std::string> failed;
    bool all = false, cut = false;
    for (unsigned pass = 0; pass < passes_most; pass++) {
        const uint64_t before = out.files;
        std::vector<std::string> names;
        if (const int e = list_names(folder, prefixes, in_one_pass, names, cut); e != 0) {
            out.fail("", removal_error(e));
            return out;
        }
        for (const std::string& name : names) {
            if (::unlinkat(folder, name.c_str(), 0) == 0) {
                out.files++;
                if (out.names.size() < listed_most) out.names.push_back(name);
            } else if (const int e = errno; e != ENOENT && failed.insert(name).second) {
                out.fail(name, removal_error(e));
            }
        }
        all = out.files == before && !cut;
        if (out.files == before) break;
    }
    if (!all)
        out.fail("", cut ? "there are more files than were looked at" : removal_error(ENOTEMPTY));
    return out;
}

} // namespace dsreg
