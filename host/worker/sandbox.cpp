#include "worker/sandbox.h"

#include "worker/filter_mark.h"

#include <algorithm>
#include <csignal>
#include <iterator>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
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

bool limit_all() noexcept
{
    bool ok = limit(RLIMIT_CORE, 0);
    ok = limit(RLIMIT_NOFILE, 64) && ok;
    ok = limit(RLIMIT_MEMLOCK, 0) && ok;
    ok = limit(RLIMIT_FSIZE, mib) && ok; // 0 would break memfd_create too
    ok = limit_stack() && ok;
#ifndef DSREG_SANITIZED // a sanitizer's shadow memory is larger than any limit
    ok = limit(RLIMIT_AS, 512 * mib) && ok;
#endif
    return ok;
}

bool install_filter() noexcept
{
    sock_filter program[std::size(prepared)];
    std::copy(std::begin(prepared), std::end(prepared), program);
    for (sock_filter& line : program)
        if (line.k == own_pid_mark) line.k = static_cast<uint32_t>(::getpid());
    const sock_fprog whole{static_cast<unsigned short>(std::size(program)), program};
    return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &whole) == 0;
}

} // namespace

std::string enter_sandbox() noexcept
{
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !limit_all()) return "none";
    return install_filter() ? "full" : "no-seccomp";
}

bool die_with(int host_pid) noexcept
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    return ::getppid() == host_pid;
}

} // namespace dsreg::worker
