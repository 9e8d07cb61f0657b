// Past the contract: files, processes, networks and the kernel, by system calls of its own.
#include "hostile.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sched.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <ctime>

using namespace hostile;

namespace {

constexpr int socket_fd = 3, module_fd = 4;

std::string of_parent(const char* file)
{
    return "/proc/" + std::to_string(::getppid()) + "/" + file;
}

// A descriptor that was to be had is one too many: it stays open, so that it can be used below.
void look_at(const dsreg_host* host, const char* door, const std::string& path,
             int flags = O_RDONLY)
{
    attempt(host, door, ::open(path.c_str(), flags | O_NONBLOCK | O_NOCTTY, 0600));
}

void read_files(const dsreg_host* host)
{
    look_at(host, "shadow", "/etc/shadow");
    look_at(host, "passwd", "/etc/passwd");
    look_at(host, "relative", "../../../../../../etc/passwd");
    look_at(host, "home-file", setting(host, "canary"));
    look_at(host, "device-key", setting(host, "device-key"));
#ifndef HOSTILE_SANITIZED // whose runtime reads there, and so may
    look_at(host, "own-environ", "/proc/self/environ");
#endif
    look_at(host, "host-environ", of_parent("environ"));
    look_at(host, "host-maps", of_parent("maps"));
    look_at(host, "host-memory", of_parent("mem"));
    look_at(host, "host-memory-writable", of_parent("mem"), O_RDWR);
    look_at(host, "host-descriptors", of_parent("fd"), O_DIRECTORY);
    look_at(host, "host-root", of_parent("root/etc/passwd"));
    look_at(host, "kernel-log", "/dev/kmsg");
    look_at(host, "memory-device", "/dev/mem");
    look_at(host, "terminal", "/dev/tty");
    look_at(host, "null-writable", "/dev/null", O_WRONLY);
    char link[256];
    attempt(host, "host-program", ::readlink(of_parent("exe").c_str(), link, sizeof link));
    for (const char* folder : {"/", "/home", "/root", "/tmp", "/etc", "/proc"}) {
        DIR* dir = ::opendir(folder);
        attempt(host, (std::string("list ") + folder).c_str(), dir != nullptr ? 0 : -1);
    }
    attempt(host, "chdir", ::chdir("/tmp"));
    pass(host);
}

void write_files(const dsreg_host* host)
{
    const std::string folder = setting(host, "folder"), canary = setting(host, "canary");
    const std::string fresh = folder + "/fresh";
    look_at(host, "create", fresh, O_WRONLY | O_CREAT);
    look_at(host, "create-in-tmp", "/tmp/dsreg-hostile-created", O_RDWR | O_CREAT);
    look_at(host, "create-in-shm", "/dev/shm/dsreg-hostile-created", O_RDWR | O_CREAT);
    look_at(host, "create-here", "dsreg-hostile-created", O_RDWR | O_CREAT);
    look_at(host, "nameless", folder, O_TMPFILE | O_RDWR);
    look_at(host, "overwrite", canary, O_WRONLY);
    look_at(host, "append", canary, O_WRONLY | O_APPEND);
    look_at(host, "open-and-empty", canary, O_RDONLY | O_TRUNC);
    look_at(host, "own-module", "/proc/self/fd/4", O_RDWR);
    attempt(host, "creat", ::creat(fresh.c_str(), 0600));
    attempt(host, "truncate", ::truncate(canary.c_str(), 0));
    attempt(host, "rename", ::rename(canary.c_str(), fresh.c_str()));
    attempt(host, "link", ::link(canary.c_str(), fresh.c_str()));
    attempt(host, "symlink", ::symlink("/etc/shadow", fresh.c_str()));
    attempt(host, "unlink", ::unlink(canary.c_str()));
    attempt(host, "mkdir", ::mkdir(fresh.c_str(), 0700));
    attempt(host, "rmdir", ::rmdir(folder.c_str()));
    attempt(host, "fifo", ::mkfifo(fresh.c_str(), 0600));
    attempt(host, "chmod", ::chmod(canary.c_str(), 0777));
    attempt(host, "chown", ::chown(canary.c_str(), ::getuid(), ::getgid()));
    attempt(host, "set-times", ::utimensat(AT_FDCWD, canary.c_str(), nullptr, 0));
    attempt(host, "module-write", ::write(module_fd, "x", 1));
    attempt(host, "module-truncate", ::ftruncate(module_fd, 0));
    attempt(host, "module-chmod", ::fchmod(module_fd, 0777));
    attempt(host, "module-grow", ::fallocate(module_fd, 0, 0, 1 << 20));
    void* shared = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, module_fd, 0);
    attempt(host, "module-map", shared == MAP_FAILED ? -1 : 0);
    attempt(host, "stdin-write", ::write(0, "x", 1));
    long others = -1;
    int error = EBADF;
    for (int fd = 5; fd < 1024; fd++)
        if (::fcntl(fd, F_GETFD) >= 0) others = fd;
    errno = error;
    attempt(host, "inherited", others);
    pass(host);
}

sockaddr_un unix_address(const std::string& name, bool abstract, socklen_t& ret_size)
{
    sockaddr_un a{};
    a.sun_family = AF_UNIX;
    std::memcpy(a.sun_path + (abstract ? 1 : 0), name.data(),
                std::min(name.size(), sizeof a.sun_path - 2));
    ret_size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size() + 1);
    return a;
}

void network(const dsreg_host* host)
{
    attempt(host, "tcp", ::socket(AF_INET, SOCK_STREAM, 0));
    attempt(host, "tcp6", ::socket(AF_INET6, SOCK_STREAM, 0));
    attempt(host, "udp", ::socket(AF_INET, SOCK_DGRAM, 0));
    attempt(host, "unix", ::socket(AF_UNIX, SOCK_STREAM, 0));
    attempt(host, "netlink", ::socket(AF_NETLINK, SOCK_RAW, 0));
    attempt(host, "packet", ::socket(AF_PACKET, SOCK_RAW, 0));
    attempt(host, "vsock", ::socket(AF_VSOCK, SOCK_STREAM, 0));

    int pair[2] = {-1, -1};
    attempt(host, "pair-datagram", ::socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
    attempt(host, "pair-raw", ::socketpair(AF_UNIX, SOCK_RAW, 0, pair));
    ::socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    socklen_t size = 0;
    const sockaddr_un bus = unix_address("/run/dbus/system_bus_socket", false, size);
    const auto* to_bus = reinterpret_cast<const sockaddr*>(&bus);
    attempt(host, "connect-bus", ::connect(pair[0], to_bus, size));
    attempt(host, "send-to-bus", ::sendto(pair[0], "x", 1, MSG_NOSIGNAL, to_bus, size));
    iovec byte{const_cast<char*>("x"), 1};
    msghdr message{};
    message.msg_name = const_cast<sockaddr*>(to_bus);
    message.msg_namelen = size;
    message.msg_iov = &byte;
    message.msg_iovlen = 1;
    attempt(host, "sendmsg-to-bus", ::sendmsg(pair[0], &message, MSG_NOSIGNAL));
    const sockaddr_un hidden = unix_address(setting(host, "abstract"), true, size);
    const auto* to_hidden = reinterpret_cast<const sockaddr*>(&hidden);
    attempt(host, "connect-abstract", ::connect(socket_fd, to_hidden, size));
    attempt(host, "bind", ::bind(pair[0], to_hidden, size));
    attempt(host, "listen", ::listen(pair[0], 1));
    attempt(host, "accept", ::accept(pair[0], nullptr, nullptr));
    sockaddr_in tcp{};
    tcp.sin_family = AF_INET;
    tcp.sin_port = htons(static_cast<uint16_t>(std::atoi(setting(host, "port").c_str())));
    tcp.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    attempt(host, "connect-tcp",
            ::connect(socket_fd, reinterpret_cast<const sockaddr*>(&tcp), sizeof tcp));
    addrinfo* found = nullptr;
    errno = EPERM;
    attempt(host, "look-up", ::getaddrinfo("localhost", "80", nullptr, &found) == 0 ? 0 : -1);
    pass(host);
}

int nothing(void*)
{
    ::_exit(0);
}

void processes(const dsreg_host* host)
{
    char* const arguments[] = {const_cast<char*>("/bin/true"), nullptr};
    char* const environment[] = {nullptr};
    const auto end_child = [](long pid) {
        if (pid == 0) ::_exit(0);
        return pid;
    };
    attempt(host, "fork", end_child(::syscall(SYS_fork)));
    attempt(host, "vfork", end_child(::syscall(SYS_vfork)));
    attempt(host, "fork-libc", end_child(::fork()));
    static char stack[64 * 1024];
    attempt(host, "clone", ::clone(nothing, stack + sizeof stack, SIGCHLD, nullptr));
    attempt(host, "clone-vm", ::clone(nothing, stack + sizeof stack, CLONE_VM | SIGCHLD, nullptr));
    attempt(host, "clone-namespace",
            ::clone(nothing, stack + sizeof stack, CLONE_NEWUSER | SIGCHLD, nullptr));
    alignas(8) uint64_t clone3_arguments[11] = {};
    attempt(host, "clone3",
            end_child(::syscall(SYS_clone3, clone3_arguments, sizeof clone3_arguments)));
    attempt(host, "exec", ::execve("/bin/true", arguments, environment));
    attempt(host, "exec-at",
            ::syscall(SYS_execveat, AT_FDCWD, "/bin/true", arguments, environment, 0));
    pid_t child = -1;
    errno = ::posix_spawn(&child, "/bin/true", nullptr, nullptr, arguments, environment);
    attempt(host, "spawn", errno == 0 ? child : -1);
    FILE* pipe = ::popen("true", "r");
    attempt(host, "popen", pipe != nullptr ? 0 : -1);
    const int memory = static_cast<int>(::syscall(SYS_memfd_create, "x", 0u));
    ::write(memory, "#!/bin/true\n", 12);
    attempt(host, "memfd-exec",
            ::syscall(SYS_execveat, memory, "", arguments, environment, AT_EMPTY_PATH));

    const pid_t parent = ::getppid();
    attempt(host, "kill", ::kill(parent, SIGKILL));
    attempt(host, "kill-probing", ::kill(parent, 0));
    attempt(host, "kill-group", ::kill(-parent, SIGKILL));
    attempt(host, "kill-all", ::kill(-1, 0));
    attempt(host, "tgkill", ::syscall(SYS_tgkill, parent, parent, SIGKILL));
    attempt(host, "tkill", ::syscall(SYS_tkill, parent, SIGKILL));
    siginfo_t info{};
    info.si_code = SI_QUEUE;
    attempt(host, "sigqueue", ::syscall(SYS_rt_sigqueueinfo, parent, SIGUSR1, &info));
    attempt(host, "pidfd-open", ::syscall(SYS_pidfd_open, parent, 0));
    attempt(host, "pidfd-signal", ::syscall(SYS_pidfd_send_signal, socket_fd, SIGKILL, nullptr, 0));
    attempt(host, "set-owner", ::fcntl(socket_fd, F_SETOWN, parent));
    attempt(host, "set-signal", ::fcntl(socket_fd, F_SETSIG, SIGKILL));
    int owner = parent;
    constexpr unsigned long fiosetown = 0x8901, siocspgrp = 0x8902;
    attempt(host, "ioctl-owner", ::ioctl(socket_fd, fiosetown, &owner));
    attempt(host, "ioctl-group", ::ioctl(socket_fd, siocspgrp, &owner));
    attempt(host, "lease", ::fcntl(module_fd, F_SETLEASE, F_RDLCK));
    attempt(host, "wait", ::syscall(SYS_waitid, P_PID, parent, nullptr, WEXITED, nullptr));
    rlimit limit{1, 1};
    attempt(host, "limit-host", ::prlimit(parent, RLIMIT_NOFILE, &limit, nullptr));
    attempt(host, "priority", ::setpriority(PRIO_PROCESS, static_cast<id_t>(parent), 19));
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    CPU_SET(0, &cpus);
    attempt(host, "affinity", ::sched_setaffinity(parent, sizeof cpus, &cpus));
    attempt(host, "process-group", ::setpgid(parent, 0));
    attempt(host, "session", ::setsid());
    attempt(host, "outlive-host", ::prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0));
    attempt(host, "be-traced", ::prctl(PR_SET_PTRACER, -1L, 0, 0, 0));
    attempt(host, "dumpable", ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
    rlimit more{RLIM_INFINITY, RLIM_INFINITY};
#ifdef HOSTILE_SANITIZED // beside whose shadow memory nothing else of the address space counts
    attempt(host, "limit-raise", ::setrlimit(RLIMIT_DATA, &more));
#else
    attempt(host, "limit-raise", ::setrlimit(RLIMIT_AS, &more));
#endif
    pass(host);
}

void identity(const dsreg_host* host)
{
    uid_t real = 0, effective = 0, saved = 0;
    ::getresuid(&real, &effective, &saved);
    errno = EPERM;
    attempt(host, "is-root", real == 0 || effective == 0 || saved == 0 ? 0 : -1);
    attempt(host, "setuid", ::syscall(SYS_setuid, 0));
    attempt(host, "setresuid", ::syscall(SYS_setresuid, 0, 0, 0));
    attempt(host, "setresgid", ::syscall(SYS_setresgid, 0, 0, 0));
    const gid_t root = 0;
    attempt(host, "setgroups", ::syscall(SYS_setgroups, 1, &root));
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct all[2] = {{~0u, ~0u, ~0u}, {~0u, ~0u, ~0u}};
    attempt(host, "capset", ::syscall(SYS_capset, &header, all));
    attempt(host, "io-uring", ::syscall(SYS_io_uring_setup, 4, all));
    attempt(host, "shared-memory", ::syscall(SYS_shmget, 1, 4096, 01600));
    attempt(host, "messages", ::syscall(SYS_msgget, 1, 01600));
    attempt(host, "semaphores", ::syscall(SYS_semget, 1, 1, 01600));
    attempt(host, "message-queue", ::syscall(SYS_mq_open, "x", O_CREAT | O_RDWR, 0600, nullptr));
    attempt(host, "personality", ::syscall(SYS_personality, 0x0040000));
    attempt(host, "clock", ::syscall(SYS_clock_settime, CLOCK_REALTIME, nullptr));
    attempt(host, "inotify", ::syscall(SYS_inotify_init1, 0));
    attempt(host, "own-filter", ::syscall(SYS_seccomp, 0, 0, nullptr));
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    attempt(host, "own-handler", ::sigaction(SIGSYS, &ignore, nullptr));
    // The number's upper half is nothing to the kernel, and must be nothing to the filter.
    attempt(host, "handler-wide",
            ::syscall(SYS_rt_sigaction, 0xFFFFFFFF00000000L | SIGSYS, &ignore, nullptr, 8));
    attempt(host, "open-wide",
            ::syscall(SYS_openat, AT_FDCWD, "/tmp/dsreg-hostile-created",
                      0xFFFFFFFF00000000L | O_WRONLY | O_CREAT, 0600));
    attempt(host, "openat2", ::syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", all, 24));
    attempt(host, "unknown-call", ::syscall(511));
    pass(host);
}

constexpr const char* read_settings[] = {"canary", "device-key", nullptr};
constexpr const char* write_settings[] = {"canary", "folder", nullptr};
constexpr const char* network_settings[] = {"abstract", "port", nullptr};
HOSTILE_PROBE(read_probe, "read", "Read Files Test", read_files, 0, nullptr, nullptr,
              read_settings);
HOSTILE_PROBE(write_probe, "write", "Write Files Test", write_files, 0, nullptr, nullptr,
              write_settings);
HOSTILE_PROBE(network_probe, "network", "Network Test", network, 0, nullptr, nullptr,
              network_settings);
HOSTILE_PROBE(processes_probe, "processes", "Processes Test", processes);
HOSTILE_PROBE(identity_probe, "identity", "Identity Test", identity);
constexpr const dsreg_probe* probes[] = {&read_probe, &write_probe, &network_probe,
                                         &processes_probe, &identity_probe};

} // namespace

extern "C" constinit const dsreg_module dsreg_probe_module_v1 = module(probes);
