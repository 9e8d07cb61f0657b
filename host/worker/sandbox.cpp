#include "worker/sandbox.h"

#include "base/unique_fd.h"
#include "worker/filter_mark.h"
#include "worker/landlock.h"
#include "worker/privileges.h"
#include "worker/trap.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <iterator>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <memory>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <unistd.h>

namespace dsreg::worker {
namespace {

constexpr rlim_t mib = 1024 * 1024;

const sock_filter prepared[] = {
#include "filter.inc"
};

bool limit(__rlimit_resource what, rlim_t most) noexcept
{
    rlimit now{};
    if (::getrlimit(what, &now) != 0) return false;
    const rlim_t value = std::min(most, now.rlim_max);
    const rlimit wanted{value, value};
    return ::setrlimit(what, &wanted) == 0;
}

// An inherited huge stack limit would make each thread reserve as much.
bool limit_stack() noexcept
{
    constexpr rlim_t stack = 8 * mib;
    rlimit now{};
    if (::getrlimit(RLIMIT_STACK, &now) != 0) return false;
    if (now.rlim_cur <= stack) return true;
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) == 0) {
        pthread_attr_setstacksize(&attributes, stack);
        pthread_setattr_default_np(&attributes);
        pthread_attr_destroy(&attributes);
    }
    return limit(RLIMIT_STACK, stack);
}

bool limit_memory() noexcept
{
    constexpr rlim_t most = 512 * mib;
#ifdef DSREG_SANITIZED
    // A sanitizer's shadow memory is larger than any limit; what comes on top of it is counted.
    rlim_t pages[6]{};
    const std::unique_ptr<FILE, int (*)(FILE*)> file(::fopen("/proc/self/statm", "re"), ::fclose);
    if (!file) return false;
    for (rlim_t& number : pages)
        if (::fscanf(file.get(), "%lu", &number) != 1) return false;
    return limit(RLIMIT_DATA, pages[5] * static_cast<rlim_t>(::getpagesize()) + most);
#else
    return limit(RLIMIT_AS, most);
#endif
}

bool limit_all() noexcept
{
    bool ok = limit(RLIMIT_CORE, 0);
    ok = limit(RLIMIT_NOFILE, 64) && ok;
    ok = limit(RLIMIT_MEMLOCK, 0) && ok;
    ok = limit(RLIMIT_FSIZE, mib) && ok; // 0 would break memfd_create too
    ok = limit_stack() && ok;
    return limit_memory() && ok;
}

// Whoever runs the machine out of memory is to go first.
void offer_to_oom_killer() noexcept
{
    const unique_fd file(::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
    if (file && ::write(file.get(), "1000", 4) != 4) return; // it is a courtesy only
}

// The second number of "0.00 0.01 0.05 2/315 4711"; 0: not known.
unsigned long tasks_in_loadavg() noexcept
{
    const unique_fd file(::open("/proc/loadavg", O_RDONLY | O_CLOEXEC));
    char text[128] = "";
    if (!file || ::read(file.get(), text, sizeof text - 1) <= 0) return 0;
    const char* slash = std::strchr(text, '/');
    return slash != nullptr ? std::strtoul(slash + 1, nullptr, 10) : 0;
}

// A call that would only get EPERM is trapped, too: the handler notes it and answers EPERM.
void trap_denied(sock_filter& line) noexcept
{
    constexpr uint32_t denied = SECCOMP_RET_ERRNO | EPERM;
    if (line.code == (BPF_RET | BPF_K) && line.k == denied) line.k = SECCOMP_RET_TRAP;
}

bool install_filter(bool note_denied) noexcept
{
    sock_filter program[std::size(prepared)];
    std::copy(std::begin(prepared), std::end(prepared), program);
    for (sock_filter& line : program)
        if (line.k == own_pid_mark) line.k = static_cast<uint32_t>(::getpid());
    if (note_denied)
        for (sock_filter& line : program) trap_denied(line);
    const sock_fprog whole{static_cast<unsigned short>(std::size(program)), program};
    return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &whole) == 0;
}

} // namespace

bool enter_sandbox(const sandbox_request& request, std::string& ret_level) noexcept
{
    offer_to_oom_killer(); // while /proc/self is still its own
    bool limited = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && limit_all();
    const bool plain = drop_privileges();
    if (!die_with(request.host_pid)) return false;
    // The kernel counts threads by user: that which it is now.
    limited = limit(RLIMIT_NPROC, request.tasks_most) && limited;
    const bool landlocked = enter_landlock(request.module_fd);
    report_traps(request.socket_fd, request.note_denied);
    const bool filtered = install_filter(request.note_denied);

    const int missing = !plain + !landlocked + !filtered;
    const char* level = "full";
    if (!plain) level = "no-uid";
    if (!landlocked) level = "no-landlock";
    if (!filtered) level = "no-seccomp";
    ret_level = limited && missing < 2 ? level : "none";
    return true;
}

uint32_t tasks_allowed() noexcept
{
    constexpr unsigned long more = 1024, most = 4'000'000; // the kernel knows no larger thread id
    struct sysinfo all {};
    const unsigned long counted = ::sysinfo(&all) == 0 ? all.procs : 0; // 16 bits: it may wrap
    return static_cast<uint32_t>(std::min(std::max(counted, tasks_in_loadavg()), most) + more);
}

} // namespace dsreg::worker
