// Build-time tool: writes the worker's seccomp program and the names of the calls that it traps as
// C arrays. Neither host nor worker then needs libseccomp: building the rules at a start would cost
// it 0.3 ms, loading the library as much again.
#include "filter_lists.h"
#include "filter_mark.h"

#include <cerrno>
#include <csignal>
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

namespace {

using compare = scmp_arg_cmp;
using list = std::initializer_list<compare>;

// `mask` selects the bits that count: the kernel reads 32 of most arguments, and a caller may leave
// anything in the others.
compare masked(unsigned argument, uint64_t mask, uint64_t value)
{
    return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}
compare equals(unsigned argument, uint32_t value)
{
    return masked(argument, 0xFFFFFFFF, value);
}

class rules
{
public:
    explicit rules(scmp_filter_ctx filter) : filter_(filter) {}
    bool ok() const { return ok_; }

    // `when` are conditions that have to hold together; further rules for the call are
    // alternatives.
    void add(uint32_t action, int number, list when = {})
    {
        if (number < 0) return; // this architecture has no such call
        const auto count = static_cast<unsigned>(when.size());
        ok_ = seccomp_rule_add_array(filter_, action, number, count, when.begin()) == 0 && ok_;
    }
    void add(uint32_t action, const char* name)
    {
        const int number = seccomp_syscall_resolve_name(name);
        if (number == __NR_SCMP_ERROR) // misspelled, or the library is older than the call
            std::fprintf(stderr, "make_filter: libseccomp knows no %s: it will be EPERM\n", name);
        add(action, number);
    }
    void allow(int number, list when) { add(SCMP_ACT_ALLOW, number, when); }
    void allow_values(int number, unsigned argument, std::initializer_list<uint32_t> values)
    {
        for (const uint32_t value : values) allow(number, {equals(argument, value)});
    }
    void pretend_missing(int number) { add(SCMP_ACT_ERRNO(ENOSYS), number); }

private:
    scmp_filter_ctx filter_;
    bool ok_ = true;
};

void threads_and_signals(rules& r)
{
    using dsreg::worker::own_pid_mark;
    // Threads yes, processes and namespaces no. glibc falls back to clone when clone3, which hides
    // its flags behind a pointer, does not exist.
    constexpr uint64_t others = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
                                CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
    r.allow(SCMP_SYS(clone), {masked(0, CLONE_THREAD | others, CLONE_THREAD)});
    r.pretend_missing(SCMP_SYS(clone3));

    // For itself only; abort() and raise() need tgkill.
    for (const int number :
         {SCMP_SYS(kill), SCMP_SYS(tgkill), SCMP_SYS(rt_sigqueueinfo), SCMP_SYS(rt_tgsigqueueinfo)})
        r.allow(number, {equals(0, own_pid_mark)});

    // SIGSYS keeps its handler: it is what names a trapped call. Its number is 31, so what is left
    // are those below 32 that lack one of its five bits, and those from 32 to 64.
    static_assert(SIGSYS == 31);
    for (const uint64_t bit : {1, 2, 4, 8, 16})
        r.allow(SCMP_SYS(rt_sigaction), {masked(0, 0xFFFFFFE0 | bit, 0)});
    r.allow(SCMP_SYS(rt_sigaction), {masked(0, 0xFFFFFFE0, 32)});
    r.allow(SCMP_SYS(rt_sigaction), {equals(0, 64)});
    r.allow(SCMP_SYS(prlimit64), {equals(0, 0)});
    r.allow_values(SCMP_SYS(prctl), 0,
                   {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_GET_NO_NEW_PRIVS, PR_GET_SECCOMP,
                    PR_CAPBSET_READ, PR_GET_PDEATHSIG, PR_GET_TIMERSLACK, PR_SET_VMA});
    r.allow(SCMP_SYS(prctl), {equals(0, PR_SET_DUMPABLE), masked(1, ~uint64_t{0}, 0)});
}

void descriptors(rules& r)
{
    // Files are for reading. O_TRUNC would empty what is opened for reading, O_TMPFILE demands
    // writing. openat2 hides its flags behind a pointer.
    constexpr uint64_t writing = O_ACCMODE | O_CREAT | O_TRUNC;
    r.allow(SCMP_SYS(open), {masked(1, writing, 0)});
    r.allow(SCMP_SYS(openat), {masked(2, writing, 0)});
    r.pretend_missing(SCMP_SYS(openat2));

    // No locks, leases and owners: those reach other processes.
    r.allow_values(SCMP_SYS(fcntl), 1,
                   {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETPIPE_SZ,
                    F_ADD_SEALS, F_GET_SEALS});
    r.allow_values(SCMP_SYS(ioctl), 1, {TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX, FIONCLEX});

    // A datagram socket could still be pointed elsewhere, and AF_UNIX makes one of SOCK_RAW, too.
    // What is connected takes no address.
    for (const uint64_t type : {SOCK_STREAM, SOCK_SEQPACKET})
        r.allow(SCMP_SYS(socketpair), {equals(0, AF_UNIX), masked(1, 0xF, type)});
    r.allow(SCMP_SYS(sendto), {masked(4, ~uint64_t{0}, 0)});
}

bool add_rules(scmp_filter_ctx filter)
{
    rules r(filter);
    for (const char* name : dsreg::worker::allowed_calls) r.add(SCMP_ACT_ALLOW, name);
    for (const char* name : dsreg::worker::trapped_calls) r.add(SCMP_ACT_TRAP, name);
    threads_and_signals(r);
    descriptors(r);
    // Younger than this list: cachestat (451), fchmodat2 (452) and whatever comes. A library takes
    // ENOSYS for an older kernel.
    for (int number = 451; number < 512; number++) r.pretend_missing(number);
    return r.ok();
}

using file = std::unique_ptr<FILE, int (*)(FILE*)>;

bool write_program(scmp_filter_ctx filter, const char* path)
{
    const int fd = memfd_create("filter", MFD_CLOEXEC);
    if (fd < 0 || seccomp_export_bpf(filter, fd) != 0 || lseek(fd, 0, SEEK_SET) != 0) return false;
    const file in(fdopen(fd, "rb"), &std::fclose);
    file out(std::fopen(path, "w"), &std::fclose);
    if (!in || !out) return false;
    unsigned marks = 0;
    sock_filter line{};
    while (std::fread(&line, sizeof line, 1, in.get()) == 1) {
        if (line.k == dsreg::worker::own_pid_mark) marks++;
        std::fprintf(out.get(), "{%u, %u, %u, %uu},\n", line.code, line.jt, line.jf, line.k);
    }
    return std::fclose(out.release()) == 0 && marks > 0;
}

bool write_names(const char* path)
{
    file out(std::fopen(path, "w"), &std::fclose);
    if (!out) return false;
    for (const char* name : dsreg::worker::trapped_calls) {
        const int number = seccomp_syscall_resolve_name(name);
        if (number >= 0) std::fprintf(out.get(), "{%d, \"%s\"},\n", number, name);
    }
    return std::fclose(out.release()) == 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3) return 2;
    const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(
        seccomp_init(SCMP_ACT_ERRNO(EPERM)), seccomp_release);
    scmp_filter_ctx f = filter.get();
    // Another architecture's numbers (x32, i386) would walk around the list: the process dies.
    // Optimised as a binary tree, installing and running it costs a third.
    const bool ok = f != nullptr &&
                    seccomp_attr_set(f, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
                    seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 && add_rules(f) &&
                    write_program(f, argv[1]) && write_names(argv[2]);
    if (!ok) std::fprintf(stderr, "make_filter: libseccomp refused the rules\n");
    return ok ? 0 : 1;
}
