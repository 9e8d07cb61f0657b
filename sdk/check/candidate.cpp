#include "candidate.h"

#include "base/text.h"
#include "base/unique_fd.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace dsreg::check {
namespace {

bool is_loadable(const candidate& c)
{
    return c.survived && c.seen.rejected != "dlopen-failed" && c.seen.rejected != "no-symbol";
}

// Some module asks for what none of those given provides, and what is not the host's own.
bool wants_others(const std::vector<candidate>& all, const std::vector<known_fact>& known)
{
    std::set<std::string> keys;
    for (const known_fact& f : known) keys.insert(f.key);
    for (const candidate& c : all)
        for (const std::string& key : c.seen.asks)
            if (keys.count(key) == 0 && key.rfind("run.", 0) != 0) return true;
    return false;
}

finished not_made(verdict said, const std::string& why)
{
    finished out;
    out.said = {said, {{"", safe_text(why)}}};
    out.made = false;
    return out;
}

// "" or what the module did in an earlier check that it would do in this one, too.
std::string ended_before(const check_entry& which, const candidate& c)
{
    const bool meets = c.whom == met_by::all_checks ||
                       (c.whom == met_by::usual_checks && which.wants == needs::usual);
    return meets && which.wants >= needs::module ? c.ended : std::string();
}

// False: `ret` says why not.
bool can_be_made(const check_entry& which, const candidate& c, finished& ret)
{
    if (which.wants == needs::file) return true;
    if (!c.survived) {
        const std::string why = c.trouble + " (while its descriptors were read)";
        ret = not_made(verdict::fail, "not made, as the module cannot be loaded: " + why);
        if (which.make != load::descriptor) return false;
        ret.said.messages.front().text = safe_text(why);
        ret.made = true;
        return false;
    }
    const std::string rejected = c.seen.rejected + ": " + c.seen.why;
    const bool readable = c.seen.rejected.empty();
    if (!is_loadable(c))
        ret = not_made(verdict::fail, "not made, as the module cannot be loaded: " + rejected);
    else if (which.wants >= needs::readable && !readable)
        ret = not_made(verdict::fail, "not made, as no host can read its descriptors: " + rejected);
    else if (which.wants >= needs::module && !c.seen.fault.empty())
        ret = not_made(verdict::fail,
                       "not made, as no host accepts its descriptors: " + c.seen.fault);
    else if (const std::string ended = ended_before(which, c); !ended.empty())
        ret = not_made(verdict::skip, "not made: the module " + ended);
    else
        return true;
    return false;
}

} // namespace

std::string not_a_module(const std::string& path, std::string& ret_real)
{
    const unique_fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!fd) return std::string("cannot be read: ") + std::strerror(errno);
    struct stat st {};
    if (::fstat(fd.get(), &st) != 0 || !S_ISREG(st.st_mode)) return "is no regular file";
    constexpr off_t largest = 64 * 1024 * 1024;
    if (st.st_size > largest) return "is larger than 64 MiB, which no host loads";
    char magic[4] = {};
    if (::pread(fd.get(), magic, sizeof magic, 0) != sizeof magic ||
        std::memcmp(magic, "\177ELF", sizeof magic) != 0)
        return "is no shared object";
    char* real = ::realpath(path.c_str(), nullptr);
    if (real == nullptr) return std::string("cannot be read: ") + std::strerror(errno);
    ret_real = real;
    std::free(real);
    return {};
}

void describe(runner& by, candidate& c, bool bundled)
{
    c.survived = by.describe(c.real, bundled, c.seen, c.trouble);
}

void learn_from_bundled(runner& by, const std::vector<candidate>& all,
                        std::vector<known_fact>& known)
{
    if (!wants_others(all, known)) return;
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::path here = fs::read_symlink("/proc/self/exe", error);
    const fs::path folder = here.parent_path().parent_path() / "lib" / "dsreg" / "probes";
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        candidate c;
        c.path = entry.path().string();
        if (c.path.size() < 9 || c.path.substr(c.path.size() - 9) != ".probe.so" ||
            !not_a_module(c.path, c.real).empty())
            continue;
        describe(by, c, true);
        known.insert(known.end(), c.seen.provides.begin(), c.seen.provides.end());
    }
}

finished make(runner& by, const check_entry& which, candidate& c, const job& order)
{
    finished out;
    if (!can_be_made(which, c, out)) return out;
    out = by.make(which, order);
    if (c.whom < out.whom) {
        c.ended = out.ended;
        c.whom = out.whom;
    }
    return out;
}

} // namespace dsreg::check
