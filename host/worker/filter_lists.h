// The system calls of the worker's seccomp program. What stands in no list is EPERM: socket,
// connect, execve, fork, every call that changes a file by name. Libraries know how to go on then.
//
// The bundled modules, the C++ library (threads, futures, exceptions, streams, locales, regular
// expressions, time zones, directory iterators), glibc's allocator and dynamic linker, and the
// sanitizers' runtime were run under it.
#pragma once

namespace dsreg::worker {

// Allowed whatever the arguments. What takes a path reads, and Landlock decides about that path.
constexpr const char* allowed_calls[] = {
    // memory
    "brk", "madvise", "mincore", "mmap", "mprotect", "mremap", "msync", "munmap", "memfd_create",
    // descriptors
    "close", "close_range", "dup", "dup2", "dup3", "epoll_create", "epoll_create1", "epoll_ctl",
    "epoll_pwait", "epoll_pwait2", "epoll_wait", "eventfd", "eventfd2", "fadvise64", "fallocate",
    "fdatasync", "fstat", "fstatfs", "fsync", "ftruncate", "getdents", "getdents64", "lseek",
    "pipe", "pipe2", "poll", "ppoll", "pread64", "preadv", "preadv2", "pselect6", "pwrite64",
    "pwritev", "pwritev2", "read", "readv", "select", "timerfd_create", "timerfd_gettime",
    "timerfd_settime", "write", "writev",
    // names
    "access", "faccessat", "faccessat2", "getcwd", "lstat", "newfstatat", "readlink", "readlinkat",
    "stat", "statfs", "statx",
    // the socket to the host, and pairs of its own
    "recvfrom", "recvmsg", "sendmsg", "shutdown",
    // threads
    "exit", "exit_group", "futex", "get_robust_list", "gettid", "membarrier", "rseq",
    "sched_get_priority_max", "sched_get_priority_min", "sched_getaffinity", "sched_getparam",
    "sched_getscheduler", "sched_yield", "set_robust_list", "set_tid_address",
    // signals
    "pause", "restart_syscall", "rt_sigpending", "rt_sigprocmask", "rt_sigreturn", "rt_sigsuspend",
    "rt_sigtimedwait", "sigaltstack",
    // itself and the machine
    "capget", "getcpu", "getegid", "geteuid", "getgid", "getgroups", "getpgid", "getpgrp", "getpid",
    "getppid", "getpriority", "getrandom", "getresgid", "getresuid", "getrlimit", "getrusage",
    "getsid", "getuid", "setrlimit", "sysinfo", "times", "uname",
    // time
    "clock_getres", "clock_gettime", "clock_nanosleep", "gettimeofday", "nanosleep", "time"};

// What no honest library tries: the worker ends, and the report names the call.
constexpr const char* trapped_calls[] = {
    // other processes
    "kcmp", "pidfd_getfd", "process_madvise", "process_vm_readv", "process_vm_writev", "ptrace",
    // keys, and the kernel's inside
    "add_key", "bpf", "delete_module", "finit_module", "init_module", "ioperm", "iopl",
    "kexec_file_load", "kexec_load", "keyctl", "lookup_dcookie", "modify_ldt", "perf_event_open",
    "request_key", "syslog", "userfaultfd",
    // the machine
    "acct", "quotactl", "quotactl_fd", "reboot", "setdomainname", "sethostname", "swapoff",
    "swapon", "vhangup",
    // mounts and namespaces
    "chroot", "fanotify_init", "fsconfig", "fsmount", "fsopen", "fspick", "mount", "mount_setattr",
    "move_mount", "open_by_handle_at", "open_tree", "pivot_root", "setns", "umount2", "unshare"};

} // namespace dsreg::worker
