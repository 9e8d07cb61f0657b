// Tries what a module may not, and notes the errno of each try (0: it worked).
#include "note.h"

#include <asm/sockios.h>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
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

int raw(long result)
{
    return static_cast<int>(result);
}

void other_processes(dsreg::host h)
{
    char* const arguments[] = {const_cast<char*>("true"), nullptr};
    const rlimit none{};
    note(h, "fork", errno_of([] { return fork(); }));
    note(h, "vfork", errno_of([] { return raw(syscall(SYS_vfork)); }));
    note(h, "exec", errno_of([&] { return execv("/bin/true", arguments); }));
    pid_t child = 0;
    note(h, "spawn", posix_spawn(&child, "/bin/true", nullptr, nullptr, arguments, nullptr));
    note(h, "clone3", errno_of([] { return raw(syscall(SYS_clone3, nullptr, 0)); }));
    note(h, "clone-namespace", // a thread may have no namespace of its own
         errno_of([] { return raw(syscall(SYS_clone, CLONE_THREAD | CLONE_NEWNET, 0, 0, 0, 0)); }));
    note(h, "kill-other", errno_of([] { return kill(getppid(), 0); }));
    note(h, "kill-all", errno_of([] { return kill(-1, 0); }));
    note(h, "kill-thread", errno_of([] { return raw(syscall(SYS_tkill, gettid(), 0)); }));
    note(h, "kill-handle", errno_of([] { return raw(syscall(SYS_pidfd_open, getppid(), 0)); }));
    note(h, "limit-other",
         errno_of([&] { return prlimit(getppid(), RLIMIT_CORE, &none, nullptr); }));
    note(h, "debugger", errno_of([] { return prctl(PR_SET_PTRACER, getppid(), 0, 0, 0); }));
    note(h, "dumpable", errno_of([] { return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); }));
    note(h, "pdeathsig", errno_of([] { return prctl(PR_SET_PDEATHSIG, 0); }));
    note(h, "setuid", errno_of([] { return raw(syscall(SYS_setuid, getuid())); }));
    note(h, "own-filter", errno_of([] { return raw(syscall(SYS_seccomp, 1, 0, nullptr)); }));
}

void sockets(dsreg::host h)
{
    int pair[2];
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    name.sun_path[1] = 'x';
    const auto* address = reinterpret_cast<const sockaddr*>(&name);
    note(h, "socket", errno_of([] { return socket(AF_INET, SOCK_STREAM, 0); }));
    note(h, "socket-local", errno_of([] { return socket(AF_UNIX, SOCK_STREAM, 0); }));
    note(h, "connect", errno_of([&] { return connect(3, address, sizeof name); }));
    note(h, "bind", errno_of([&] { return bind(3, address, sizeof name); }));
    note(h, "datagram-pair",
         errno_of([&] { return socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair); }));
    note(h, "raw-pair", // the kernel makes a datagram pair of it, which may send to a path
         errno_of([&] { return socketpair(AF_UNIX, SOCK_RAW | SOCK_CLOEXEC, 0, pair); }));
    note(h, "send-to", errno_of([&] { return raw(sendto(3, "x", 1, 0, address, sizeof name)); }));
    note(h, "socket-option", errno_of([] {
             const int size = 1;
             return setsockopt(3, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
         }));
    const int host = getppid(); // whom a ready socket would signal
    note(h, "set-owner", errno_of([&] { return ioctl(3, FIOSETOWN, &host); }));
    note(h, "set-owner-fcntl", errno_of([&] { return fcntl(3, F_SETOWN, host); }));
}

void files(dsreg::host h)
{
    struct flock lock {};
    lock.l_type = F_RDLCK;
    note(h, "write-file", errno_of([] { return open("/dev/null", O_WRONLY); }));
    note(h, "read-write-file", errno_of([] { return open("/dev/null", O_RDWR); }));
    note(h, "create-file", errno_of([] { return open("/tmp/x", O_CREAT | O_RDONLY, 0600); }));
    note(h, "truncate-file", errno_of([] { return open("/dev/null", O_RDONLY | O_TRUNC); }));
    note(h, "temporary-file", errno_of([] { return open("/tmp", O_TMPFILE | O_RDWR, 0600); }));
    note(h, "unlink", errno_of([] { return unlink("/nonexistent/x"); }));
    note(h, "rename", errno_of([] { return rename("/nonexistent/x", "/nonexistent/y"); }));
    note(h, "chmod", errno_of([] { return fchmod(4, 0777); }));
    note(h, "chdir", errno_of([] { return chdir("/usr"); }));
    note(h, "mkdir", errno_of([] { return mkdir("/tmp/x", 0700); }));
    note(h, "lock", errno_of([&] { return fcntl(4, F_SETLK, &lock); }));
    note(h, "lease", errno_of([] { return fcntl(4, F_SETLEASE, F_RDLCK); }));
    note(h, "flock", errno_of([] { return ::flock(4, LOCK_EX | LOCK_NB); }));
    note(h, "watch", errno_of([] { return inotify_init1(0); }));
    note(h, "openat2", errno_of([] { return raw(syscall(SYS_openat2, 0, "/", nullptr, 0)); }));
}

dsreg::result denied(dsreg::host h)
{
    other_processes(h);
    sockets(h);
    files(h);
    note(h, "io-uring", errno_of([] { return raw(syscall(SYS_io_uring_setup, 1, nullptr)); }));
    note(h, "handler", errno_of([] { return signal(SIGSYS, SIG_IGN) == SIG_ERR ? -1 : 0; }));
    note(h, "handler-high", // the kernel looks at 32 bits
         errno_of([] { return raw(syscall(SYS_rt_sigaction, 0x10000001FL, 0, 0, 8)); }));
    note(h, "fchmodat2", errno_of([] { return raw(syscall(452, 0, "x", 0, 0)); }));
    note(h, "tomorrows-call", errno_of([] { return raw(syscall(500)); }));
    return dsreg::result::pass();
}

dsreg::result allowed(dsreg::host h)
{
    int pair[2];
    note(h, "pair", errno_of([&] { return socketpair(AF_UNIX, SOCK_STREAM, 0, pair); }));
    note(h, "memfd", errno_of([] { return memfd_create("x", 0); }));
    note(h, "kill-self", errno_of([] { return kill(getpid(), 0); }));
    note(h, "name", errno_of([] { return prctl(PR_SET_NAME, "probe", 0, 0, 0); }));
    int old = 0; // every signal but the one
    for (int number = 1; number <= 64; number++)
        if (number != SIGSYS && number != SIGKILL && number != SIGSTOP)
            old += raw(syscall(SYS_rt_sigaction, number, nullptr, nullptr, 8)) != 0;
    note(h, "handlers-refused", old);
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
    note(h, "tasks", limit(RLIMIT_NPROC));
    note(h, "dumpable", prctl(PR_GET_DUMPABLE, 0, 0, 0, 0));
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

constexpr dsreg_probe denied_probe = probe("t.sandbox.denied", dsreg::run<denied>);
constexpr dsreg_probe allowed_probe = probe("t.sandbox.allowed", dsreg::run<allowed>);
constexpr dsreg_probe limits_probe = probe("t.sandbox.limits", dsreg::run<limits>);

} // namespace

DSREG_MODULE("t.sandbox", "1.0.0", "Tests of dsreg", nullptr, "MIT", &denied_probe, &allowed_probe,
             &limits_probe);
