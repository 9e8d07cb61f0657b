#include "process_state.h"

#include <algorithm>
#include <cfenv>
#include <clocale>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <dirent.h>
#include <fstream>
#include <memory>
#include <sstream>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

extern char** environ;

namespace dsreg::check {
namespace {

struct close_folder {
    void operator()(DIR* d) const { ::closedir(d); }
};

void look_at_descriptors(process_state& to)
{
    const std::unique_ptr<DIR, close_folder> list(::opendir("/proc/self/fd"));
    if (!list) return;
    const std::string own = std::to_string(::dirfd(list.get()));
    while (const dirent* entry = ::readdir(list.get())) {
        if (entry->d_name[0] == '.' || own == entry->d_name) continue;
        char target[512] = {};
        const std::string link = std::string("/proc/self/fd/") + entry->d_name;
        if (::readlink(link.c_str(), target, sizeof target - 1) >= 0)
            to[std::string("descriptor ") + entry->d_name] = target;
    }
}

// A joined thread is listed for a moment longer; the kernel has marked it by the time it is joined.
bool runs(const std::string& thread)
{
    constexpr unsigned long exiting = 0x4; // PF_EXITING, see proc(5) on the flags of stat
    std::ifstream file("/proc/self/task/" + thread + "/stat");
    std::string line;
    if (!std::getline(file, line)) return false;
    // The name, in brackets, may hold anything.
    std::istringstream rest(line.substr(std::min(line.rfind(')') + 1, line.size())));
    std::string skipped;
    for (int field = 3; field < 9; field++) rest >> skipped;
    unsigned long flags = 0;
    return static_cast<bool>(rest >> flags) && (flags & exiting) == 0;
}

void look_at_threads(process_state& to)
{
    const std::unique_ptr<DIR, close_folder> list(::opendir("/proc/self/task"));
    int count = 0;
    while (const dirent* entry = list ? ::readdir(list.get()) : nullptr)
        count += entry->d_name[0] != '.' && runs(entry->d_name) ? 1 : 0;
    to["number of threads"] = std::to_string(count);
}

std::string show(const sigset_t& set)
{
    std::string out;
    for (int n = 1; n < SIGRTMIN; n++)
        if (::sigismember(&set, n) == 1) out += std::to_string(n) + " ";
    return out;
}

void look_at_signals(process_state& to)
{
    for (int n = 1; n < SIGRTMIN; n++) {
        struct sigaction action {};
        if (::sigaction(n, nullptr, &action) != 0) continue;
        const auto handler = reinterpret_cast<uintptr_t>(action.sa_handler);
        const char* name = ::sigabbrev_np(n);
        to[std::string("handler of SIG") + (name != nullptr ? name : std::to_string(n).c_str())] =
            handler == 0   ? "default"
            : handler == 1 ? "ignored"
                           : std::to_string(handler);
    }
    sigset_t blocked;
    ::sigemptyset(&blocked);
    ::pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
    to["blocked signals"] = show(blocked);
    stack_t stack{};
    ::sigaltstack(nullptr, &stack);
    to["signal stack"] = std::to_string(reinterpret_cast<uintptr_t>(stack.ss_sp));
}

void look_at_timers(process_state& to)
{
    const struct {
        __itimer_which which;
        const char* name;
    } timers[] = {{ITIMER_REAL, "real timer"},
                  {ITIMER_VIRTUAL, "virtual timer"},
                  {ITIMER_PROF, "profiling timer"}};
    for (const auto& t : timers) {
        itimerval now{};
        ::getitimer(t.which, &now);
        to[t.name] = now.it_value.tv_sec == 0 && now.it_value.tv_usec == 0 ? "off" : "set";
    }
}

void look_at_limits(process_state& to)
{
    const struct {
        __rlimit_resource which;
        const char* name;
    } limits[] = {{RLIMIT_NOFILE, "limit of descriptors"},
                  {RLIMIT_CORE, "limit of core files"},
                  {RLIMIT_AS, "limit of memory"},
                  {RLIMIT_STACK, "limit of the stack"},
                  {RLIMIT_FSIZE, "limit of file sizes"}};
    for (const auto& l : limits) {
        rlimit now{};
        ::getrlimit(l.which, &now);
        to[l.name] = std::to_string(now.rlim_cur) + "/" + std::to_string(now.rlim_max);
    }
}

} // namespace

process_state look_at_process()
{
    process_state out;
    look_at_descriptors(out);
    look_at_threads(out);
    look_at_signals(out);
    look_at_timers(out);
    look_at_limits(out);
    char folder[4096] = {};
    out["folder"] = ::getcwd(folder, sizeof folder) != nullptr ? folder : "?";
    const mode_t mask = ::umask(022);
    ::umask(mask);
    out["umask"] = std::to_string(mask);
    for (char** e = environ; e != nullptr && *e != nullptr; e++) {
        const std::string entry = *e;
        out["environment variable " + entry.substr(0, entry.find('='))] = entry;
    }
    const char* locale = std::setlocale(LC_ALL, nullptr);
    out["locale"] = locale != nullptr ? locale : "?";
    out["rounding of numbers"] = std::to_string(std::fegetround());
    char name[17] = {};
    ::prctl(PR_GET_NAME, name, 0, 0, 0);
    out["name of the thread"] = name;
    out["dumpable"] = std::to_string(::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0));
    out["death signal"] = "none";
    int death = 0;
    if (::prctl(PR_GET_PDEATHSIG, &death, 0, 0, 0) == 0 && death != 0)
        out["death signal"] = std::to_string(death);
    errno = 0;
    out["priority"] = std::to_string(::getpriority(PRIO_PROCESS, 0));
    return out;
}

std::string changed(const process_state& before, const process_state& after)
{
    for (const auto& [what, was] : before) {
        const auto is = after.find(what);
        if (is == after.end()) return what + " is gone; it was " + was;
        if (is->second != was) return what + " was " + was + " and is " + is->second;
    }
    for (const auto& [what, is] : after)
        if (before.count(what) == 0) return what + " is new: " + is;
    return {};
}

} // namespace dsreg::check
