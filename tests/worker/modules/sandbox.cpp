// Tries what a module may not, and notes the errno of each try (0: it worked).
#include "note.h"

#include <asm/sockios.h>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <future>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

namespace {

template <class F>
int64_t errno_of(F&& call)
{
    errno = 0;
    return call() < 0 ? errno : 0;
}

int64_t limit(__rlimit_resource what)
{
    rlimit now{};
    getrlimit(what, &now);
    return static_cast<int64_t>(now.rlim_cur);
}

dsreg::result denied(dsreg::host h)
{
    char* const arguments[] = {const_cast<char*>("true"), nullptr};
    int pair[2];
    note(h, "fork", errno_of([] { return fork(); }));
    note(h, "vfork", errno_of([] { return static_cast<int>(syscall(SYS_vfork)); }));
    note(h, "exec", errno_of([&] { return execv("/bin/true", arguments); }));
    pid_t child = 0;
    note(h, "spawn", posix_spawn(&child, "/bin/true", nullptr, nullptr, arguments, nullptr));
    note(h, "socket", errno_of([] { return socket(AF_INET, SOCK_STREAM, 0); }));
    note(h, "datagram-pair",
         errno_of([&] { return socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair); }));
    note(h, "write-file", errno_of([] { return open("/dev/null", O_WRONLY); }));
    note(h, "create-file", errno_of([] { return open("/tmp/x", O_CREAT | O_RDONLY, 0600); }));
    note(h, "truncate-file", errno_of([] { return open("/dev/null", O_RDONLY | O_TRUNC); }));
    note(h, "raw-pair", // the kernel makes a datagram pair of it, which may send to a path
         errno_of([&] { return socketpair(AF_UNIX, SOCK_RAW | SOCK_CLOEXEC, 0, pair); }));
    int host = getppid(); // whom a ready socket would signal
    note(h, "set-owner", errno_of([&] { return ioctl(3, FIOSETOWN, &host); }));
    note(h, "fchmodat2", errno_of([] { return static_cast<int>(syscall(452, 0, "x", 0, 0)); }));
    note(h, "unlink", errno_of([] { return unlink("/nonexistent/x"); }));
    note(h, "kill-other", errno_of([] { return kill(getppid(), 0); }));
    note(h, "kill-all", errno_of([] { return kill(-1, 0); }));
    note(h, "setuid", errno_of([] { return static_cast<int>(syscall(SYS_setuid, getuid())); }));
    note(h, "pdeathsig", errno_of([] { return prctl(PR_SET_PDEATHSIG, 0); }));
    note(h, "clone3", errno_of([] { return static_cast<int>(syscall(SYS_clone3, nullptr, 0)); }));
    note(h, "io-uring",
         errno_of([] { return static_cast<int>(syscall(SYS_io_uring_setup, 1, nullptr)); }));
    return dsreg::result::pass();
}

dsreg::result allowed(dsreg::host h)
{
    int pair[2];
    note(h, "pair", errno_of([&] { return socketpair(AF_UNIX, SOCK_STREAM, 0, pair); }));
    note(h, "memfd", errno_of([] { return memfd_create("x", 0); }));
    note(h, "read-file", errno_of([] { return open("/proc/self/status", O_RDONLY); }));
    note(h, "kill-self", errno_of([] { return kill(getpid(), 0); }));
    note(h, "thread", std::async(std::launch::async, [] { return 7; }).get());
    try {
        throw 5;
    } catch (int n) {
        note(h, "throw", n);
    }
    return dsreg::result::pass();
}

dsreg::result limits(dsreg::host h)
{
    note(h, "core", limit(RLIMIT_CORE));
    note(h, "files", limit(RLIMIT_NOFILE));
    note(h, "locked", limit(RLIMIT_MEMLOCK));
    note(h, "file-size", limit(RLIMIT_FSIZE));
    note(h, "memory", limit(RLIMIT_AS));
    note(h, "stack", limit(RLIMIT_STACK));
    note(h, "no-new-privs", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    return dsreg::result::pass();
}

constexpr dsreg_probe probe(const char* id, void (*run)(const dsreg_host*))
{
    dsreg_probe p{};
    p.struct_size = sizeof p;
    p.id = id;
    p.section = "Test";
    p.title = "Test";
    p.outputs = noted;
    p.run = run;
    return p;
}

constexpr dsreg_probe denied_probe = probe("t.sandbox.denied", dsreg::detail::run<denied>);
constexpr dsreg_probe allowed_probe = probe("t.sandbox.allowed", dsreg::detail::run<allowed>);
constexpr dsreg_probe limits_probe = probe("t.sandbox.limits", dsreg::detail::run<limits>);

} // namespace

DSREG_MODULE("t.sandbox", "1.0.0", "Tests of dsreg", nullptr, "MIT", &denied_probe, &allowed_probe,
             &limits_probe);
