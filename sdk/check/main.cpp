// dsreg-probe-check: does a probe module keep the contract?
#include "candidate.h"
#include "options.h"
#include "report.h"
#include "runner.h"

#include "base/text.h"
#include "base/unique_fd.h"
#include "wire/frame.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <unistd.h>

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

bool is_wanted(const check_entry& c, const check::options& chosen)
{
    return chosen.only.empty() ||
           std::any_of(chosen.only.begin(), chosen.only.end(),
                       [&](const std::string& glob) { return glob_match(glob, c.id); });
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
    learn_from_bundled(by, all, known);

    // Somebody waits: text goes out check by check.
    const bool live = chosen.format == form::text && chosen.file.empty();
    std::string text;
    bool written = true;
    const auto put = [&](const std::string& part) {
        if (live)
            written = written && write_all(1, part);
        else
            text += part;
    };
    std::vector<checked_module> done;
    counts sum;
    for (candidate& c : all) {
        checked_module& m = done.emplace_back();
        m.path = c.path;
        m.id = c.seen.id;
        m.version = c.seen.version;
        if (chosen.format == form::text) put(text_before(m));
        for (const check_entry& which : catalog()) {
            if (!is_wanted(which, chosen)) continue;
            const job order{which.id, c.real, chosen.bundled, known};
            m.checks.push_back({&which, make(by, which, c, order)});
            if (chosen.format == form::text) put(text_of(m.checks.back(), chosen.verbose));
        }
        if (chosen.format == form::text) put(text_after(m));
        sum.add(m);
    }
    if (chosen.format == form::json) text = as_json(done);
    if (chosen.format == form::junit) text = as_junit(done);
    const status s = written ? live ? status() : deliver(text, chosen.file)
                             : status(errc::io, "cannot write to stdout");
    if (!s) {
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
