// dsreg-probe-check: does a probe module keep the contract?
#include "options.h"
#include "report.h"
#include "runner.h"

#include "base/text.h"
#include "base/unique_fd.h"
#include "wire/frame.h"

#include <dsreg/probe.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <set>
#include <sys/stat.h>

namespace {

using namespace dsreg;
using namespace dsreg::check;

constexpr int exit_good = 0, exit_failed = 1, exit_usage = 2;

void say(const std::string& text)
{
    const std::string line = "dsreg-probe-check: " + text + "\n";
    (void)!::write(2, line.data(), line.size());
}

bool write_all(int fd, const std::string& text)
{
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t n = ::write(fd, text.data() + done, text.size() - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        done += static_cast<std::size_t>(n);
    }
    return true;
}

// Replaces the file at once, so that nobody reads half of it.
status deliver(const std::string& text, const std::string& file)
{
    const auto failed = [](const std::string& what) {
        return status(errc::io, what + ": " + std::strerror(errno));
    };
    if (file.empty()) return write_all(1, text) ? status() : failed("cannot write to stdout");
    const std::string part = file + ".part";
    unique_fd fd(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (!fd || !write_all(fd.get(), text)) return failed("cannot write " + safe_text(part));
    if (::rename(part.c_str(), file.c_str()) != 0) return failed("cannot write " + safe_text(file));
    return {};
}

// "" or why the file is none that checks could be made of.
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

// A module before its checks are made.
struct candidate {
    std::string path, real;
    bool survived = false;
    std::string trouble; // how its process ended; empty when it survived
    description seen;
};

void describe(runner& by, candidate& c, bool bundled)
{
    c.survived = by.describe(c.real, bundled, c.seen, c.trouble);
}

bool is_loadable(const candidate& c)
{
    return c.survived && c.seen.rejected != "dlopen-failed" && c.seen.rejected != "no-symbol";
}

// The modules that stand beside this program know what the bundled facts look like.
void learn_from_bundled(runner& by, std::vector<known_fact>& known)
{
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

bool is_wanted(const check_entry& c, const check::options& chosen)
{
    return chosen.only.empty() ||
           std::any_of(chosen.only.begin(), chosen.only.end(),
                       [&](const std::string& glob) { return glob_match(glob, c.id); });
}

finished make(runner& by, const check_entry& which, const candidate& c, const job& order)
{
    if (which.wants == needs::file) return by.make(which, order);
    const auto failed = [](const std::string& why, bool made) {
        return finished{{verdict::fail, {{"", safe_text(why)}}}, {}, 0, made};
    };
    if (!c.survived) {
        const std::string why = c.trouble + " (while its descriptors were read)";
        if (which.make == load::descriptor) return failed(why, true);
        return failed("not made, as the module cannot be loaded: " + why, false);
    }
    const std::string rejected = c.seen.rejected + ": " + c.seen.why;
    if (!is_loadable(c))
        return failed("not made, as the module cannot be loaded: " + rejected, false);
    const bool readable = c.seen.rejected.empty();
    if (which.wants != needs::object && !readable)
        return failed("not made, as no host can read its descriptors: " + rejected, false);
    if (which.wants == needs::module && !c.seen.fault.empty())
        return failed("not made, as no host accepts its descriptors: " + c.seen.fault, false);
    return by.make(which, order);
}

int check_modules(const check::options& chosen)
{
    runner by(chosen.deadline);
    std::vector<candidate> all;
    for (const std::string& path : chosen.modules) {
        candidate& c = all.emplace_back();
        c.path = path;
        const std::string why = not_a_module(path, c.real);
        if (!why.empty()) {
            say(safe_text(path) + " " + why);
            return exit_usage;
        }
    }
    std::vector<known_fact> known;
    for (candidate& c : all) {
        describe(by, c, chosen.bundled);
        known.insert(known.end(), c.seen.provides.begin(), c.seen.provides.end());
    }
    if (wants_others(all, known)) learn_from_bundled(by, known);

    std::vector<checked_module> done;
    counts sum;
    for (const candidate& c : all) {
        checked_module& m = done.emplace_back();
        m.path = c.path;
        m.id = c.seen.id;
        m.version = c.seen.version;
        for (const check_entry& which : catalog())
            if (is_wanted(which, chosen))
                m.checks.push_back(
                    {&which, make(by, which, c, {which.id, c.real, chosen.bundled, known})});
        sum.add(m);
    }
    std::string text;
    if (chosen.format == form::text)
        for (const checked_module& m : done) text += as_text(m, chosen.verbose);
    else
        text = chosen.format == form::json ? as_json(done) : as_junit(done);
    if (const status s = deliver(text, chosen.file); !s) {
        say(s.text());
        return exit_usage;
    }
    return sum.fail > 0 ? exit_failed : exit_good;
}

int act(int argc, char** argv)
{
    check::options chosen;
    if (const status s = parse(argc, argv, chosen); !s) {
        say(s.text());
        return exit_usage;
    }
    std::string text;
    if (chosen.help)
        text = help_text();
    else if (chosen.version)
        text = std::string("dsreg-probe-check ") + wire::version() + "\n";
    else if (chosen.list)
        text = chosen.format == form::json ? list_as_json() : list_as_text();
    else
        return check_modules(chosen);
    const status s = deliver(text, chosen.file);
    if (!s) say(s.text());
    return s ? exit_good : exit_usage;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        if (argc == 2 && std::strcmp(argv[1], inner_argument) == 0) return serve_one_check();
        return act(argc, argv);
    } catch (const std::exception& e) {
        say(std::string("internal error: ") + e.what());
        return exit_usage;
    }
}
