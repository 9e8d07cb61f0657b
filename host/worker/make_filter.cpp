// Build-time tool: writes the worker's seccomp program as a C array. The default is to allow; what
// a module has no business with is EPERM. The complete allow-list is a later step.
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <initializer_list>
#include <linux/filter.h>
#include <memory>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "filter_mark.h"

namespace {

// Other processes, other identities, the network, the kernel, and every way to write a file or to
// get around this very list (io_uring).
const char* const denied[] = {
    "execve",
    "execveat",
    "fork",
    "vfork",
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "kcmp",
    "pidfd_getfd",
    "pidfd_send_signal",
    "tkill",
    "setpriority",
    "sched_setaffinity",
    "sched_setscheduler",
    "sched_setparam",
    "sched_setattr",
    "ioprio_set",
    "setuid",
    "setgid",
    "setreuid",
    "setregid",
    "setresuid",
    "setresgid",
    "setfsuid",
    "setfsgid",
    "setgroups",
    "capset",
    "personality",
    "setsid",
    "setpgid",
    "socket",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "shmget",
    "shmat",
    "shmctl",
    "msgget",
    "msgsnd",
    "msgctl",
    "semget",
    "semop",
    "semctl",
    "mq_open",
    "mq_unlink",
    "bpf",
    "keyctl",
    "add_key",
    "request_key",
    "userfaultfd",
    "perf_event_open",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "io_setup",
    "io_submit",
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "unshare",
    "setns",
    "mount_setattr",
    "move_mount",
    "open_tree",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "swapon",
    "swapoff",
    "quotactl",
    "acct",
    "reboot",
    "kexec_load",
    "kexec_file_load",
    "init_module",
    "finit_module",
    "delete_module",
    "iopl",
    "ioperm",
    "sethostname",
    "setdomainname",
    "settimeofday",
    "clock_settime",
    "adjtimex",
    "clock_adjtime",
    "syslog",
    "vhangup",
    "fanotify_init",
    "lookup_dcookie",
    "open_by_handle_at",
    "name_to_handle_at",
    "creat",
    "mkdir",
    "mkdirat",
    "mknod",
    "mknodat",
    "rmdir",
    "unlink",
    "unlinkat",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "truncate",
    "chmod",
    "fchmod",
    "fchmodat",
    "chown",
    "fchown",
    "lchown",
    "fchownat",
    "utime",
    "utimes",
    "utimensat",
    "futimesat",
    "setxattr",
    "lsetxattr",
    "fsetxattr",
    "removexattr",
    "lremovexattr",
    "fremovexattr",
};

bool deny(scmp_filter_ctx filter, const char* name)
{
    const int number = seccomp_syscall_resolve_name(name);
    if (number == __NR_SCMP_ERROR || number < 0) return true; // this architecture has no such call
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0) == 0;
}

using compare = scmp_arg_cmp;

// `mask` selects the bits that count: the kernel reads 32 of most arguments, and a caller may put
// anything into the others.
compare masked(unsigned argument, uint64_t mask, uint64_t value)
{
    return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}
compare equals(unsigned argument, uint32_t value)
{
    return masked(argument, 0xFFFFFFFF, value);
}
compare differs(unsigned argument, uint32_t value)
{
    return {argument, SCMP_CMP_NE, value, 0};
}

bool deny_if(scmp_filter_ctx filter, int number, compare when)
{
    if (number < 0) return true; // see deny()
    return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), number, 1, &when) == 0;
}

bool pretend_missing(scmp_filter_ctx filter, int number)
{
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), number, 0) == 0;
}

bool add_rules(scmp_filter_ctx f)
{
    using dsreg::worker::own_pid_mark;
    constexpr uint32_t f_setown_ex = 15, tioclinux = 0x541C; // not in these headers
    bool ok = true;
    for (const char* name : denied) ok = deny(f, name) && ok;

    // Threads yes, processes no. glibc falls back to clone when clone3 does not exist; openat2
    // hides its flags behind a pointer as clone3 does.
    ok = deny_if(f, SCMP_SYS(clone), masked(0, CLONE_THREAD, 0)) && ok;
    ok = pretend_missing(f, SCMP_SYS(clone3)) && pretend_missing(f, SCMP_SYS(openat2)) && ok;

    // Signals for itself only; abort() and raise() need tgkill.
    for (const int number :
         {SCMP_SYS(kill), SCMP_SYS(tgkill), SCMP_SYS(rt_sigqueueinfo), SCMP_SYS(rt_tgsigqueueinfo)})
        ok = deny_if(f, number, differs(0, own_pid_mark)) && ok;
    ok = deny_if(f, SCMP_SYS(prlimit64), differs(0, 0)) && ok;
    ok = deny_if(f, SCMP_SYS(fcntl), equals(1, F_SETOWN)) && ok;
    ok = deny_if(f, SCMP_SYS(fcntl), equals(1, f_setown_ex)) && ok;
    ok = deny_if(f, SCMP_SYS(prctl), equals(0, PR_SET_PDEATHSIG)) && ok;
    ok = deny_if(f, SCMP_SYS(ioctl), equals(1, TIOCSTI)) && ok;
    ok = deny_if(f, SCMP_SYS(ioctl), equals(1, tioclinux)) && ok;

    // FIOSETOWN and SIOCSPGRP on the socket to the host do what F_SETOWN does.
    for (const uint32_t request :
         {0x8901u, 0x8902u, 0x40086602u /* FS_IOC_SETFLAGS */, 0x401C5820u /* FS_IOC_FSSETXATTR */})
        ok = deny_if(f, SCMP_SYS(ioctl), equals(1, request)) && ok;

    // A datagram socket from socketpair() could still be pointed elsewhere.
    ok = deny_if(f, SCMP_SYS(socketpair), masked(1, 0xF, SOCK_DGRAM)) && ok;
    ok = deny_if(f, SCMP_SYS(socketpair), masked(1, 0xF, SOCK_RAW)) && ok; // the same for AF_UNIX

    // Files are for reading.
    for (const uint32_t mode : {O_WRONLY, O_RDWR}) {
        ok = deny_if(f, SCMP_SYS(open), masked(1, O_ACCMODE, mode)) && ok;
        ok = deny_if(f, SCMP_SYS(openat), masked(2, O_ACCMODE, mode)) && ok;
    }
    for (const uint32_t flag : {O_CREAT, O_TRUNC}) { // O_TRUNC empties what is opened for reading
        ok = deny_if(f, SCMP_SYS(open), masked(1, flag, flag)) && ok;
        ok = deny_if(f, SCMP_SYS(openat), masked(2, flag, flag)) && ok;
    }
    // Younger than this list: fchmodat2 (452), setxattrat (463) and whatever comes.
    for (int number = 452; number < 512; number++) ok = pretend_missing(f, number) && ok;
    return ok;
}

bool write_array(scmp_filter_ctx filter, const char* path)
{
    const int fd = memfd_create("filter", MFD_CLOEXEC);
    if (fd < 0 || seccomp_export_bpf(filter, fd) != 0 || lseek(fd, 0, SEEK_SET) != 0) return false;
    FILE* in = fdopen(fd, "rb");
    FILE* out = std::fopen(path, "w");
    if (in == nullptr || out == nullptr) return false;
    unsigned marks = 0;
    sock_filter line{};
    while (std::fread(&line, sizeof line, 1, in) == 1) {
        if (line.k == dsreg::worker::own_pid_mark) marks++;
        std::fprintf(out, "{%u, %u, %u, %uu},\n", line.code, line.jt, line.jf, line.k);
    }
    std::fclose(in);
    return std::fclose(out) == 0 && marks > 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) return 2;
    const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(seccomp_init(SCMP_ACT_ALLOW),
                                                                  seccomp_release);
    scmp_filter_ctx f = filter.get();
    // Another architecture's numbers (x32, i386) would walk around the list: the process dies.
    const bool ok = f != nullptr &&
                    seccomp_attr_set(f, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
                    seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 && add_rules(f) &&
                    write_array(f, argv[1]);
    if (!ok) std::fprintf(stderr, "make_filter: libseccomp refused the rules\n");
    return ok ? 0 : 1;
}
