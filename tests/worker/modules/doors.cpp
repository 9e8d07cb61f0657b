// Which files open, who the process is, and the calls that end it.
#include "note.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

namespace {

constexpr const char* paths[] = {"/usr",
                                 "/usr/lib",
                                 "/lib",
                                 "/etc/ld.so.cache",
                                 "/dev/null",
                                 "/dev/urandom",
                                 "/proc/self/fd/4",
                                 "/",
                                 "/etc",
                                 "/etc/passwd",
                                 "/etc/hostname",
                                 "/usr/../etc/passwd",
                                 "/root",
                                 "/home",
                                 "/tmp",
                                 "/var",
                                 "/run",
                                 "/sys",
                                 "/dev",
                                 "/dev/zero",
                                 "/proc",
                                 "/proc/1/status",
                                 "/proc/self/status",
                                 "/proc/net/tcp",
                                 "/proc/thread-self/root/etc/passwd"};

dsreg::result files(dsreg::host h)
{
    for (const char* path : paths) note(h, path, open(path, O_RDONLY | O_CLOEXEC) < 0 ? errno : 0);
    return dsreg::result::pass();
}

dsreg::result identity(dsreg::host h)
{
    uid_t uid[3];
    gid_t gid[3];
    getresuid(&uid[0], &uid[1], &uid[2]);
    getresgid(&gid[0], &gid[1], &gid[2]);
    note(h, "uid", uid[0]);
    note(h, "gid", gid[0]);
    note(h, "same-uids", uid[0] == uid[1] && uid[1] == uid[2]);
    note(h, "same-gids", gid[0] == gid[1] && gid[1] == gid[2]);
    note(h, "groups", getgroups(0, nullptr));
    note(h, "dumpable", prctl(PR_GET_DUMPABLE));
    int signal = 0;
    prctl(PR_GET_PDEATHSIG, &signal);
    note(h, "pdeathsig", signal);

    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct has[_LINUX_CAPABILITY_U32S_3]{};
    note(h, "capget", syscall(SYS_capget, &header, has));
    uint32_t held = 0;
    for (const __user_cap_data_struct& part : has)
        held |= part.effective | part.permitted | part.inheritable;
    note(h, "capabilities", held);
    int bounding = 0;
    for (int one = 0; one <= CAP_LAST_CAP; one++) bounding += prctl(PR_CAPBSET_READ, one) == 1;
    note(h, "bounding", bounding);
    return dsreg::result::pass();
}

long number_of(dsreg::host h)
{
    const dsreg_value* number = h.setting("number");
    return number != nullptr ? number->u.i : -1;
}

void make(long number)
{
    syscall(number, 0, 0, 0, 0, 0, 0);
}

dsreg::result trapped(dsreg::host h)
{
    make(number_of(h));
    return dsreg::result::pass();
}

dsreg::result on_thread(dsreg::host h)
{
    std::thread(make, number_of(h)).join();
    return dsreg::result::pass();
}

dsreg::result blocked(dsreg::host h)
{
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, nullptr);
    make(number_of(h));
    return dsreg::result::pass();
}

dsreg::result mute(dsreg::host h)
{
    close(3);
    make(number_of(h));
    return dsreg::result::pass();
}

dsreg::result raised(dsreg::host)
{
    raise(SIGSYS);
    return dsreg::result::pass();
}

constexpr const char* settings[] = {"number", nullptr};

constexpr dsreg_probe probe(const char* id, void (*run)(const dsreg_host*))
{
    dsreg_probe p{};
    p.struct_size = sizeof p;
    p.id = id;
    p.section = "Test";
    p.title = "Test";
    p.outputs = noted;
    p.settings = settings;
    p.run = run;
    return p;
}

constexpr dsreg_probe files_probe = probe("t.doors.files", dsreg::run<files>);
constexpr dsreg_probe identity_probe = probe("t.doors.identity", dsreg::run<identity>);
constexpr dsreg_probe trapped_probe = probe("t.doors.trapped", dsreg::run<trapped>);
constexpr dsreg_probe thread_probe = probe("t.doors.thread", dsreg::run<on_thread>);
constexpr dsreg_probe blocked_probe = probe("t.doors.blocked", dsreg::run<blocked>);
constexpr dsreg_probe mute_probe = probe("t.doors.mute", dsreg::run<mute>);
constexpr dsreg_probe raised_probe = probe("t.doors.raised", dsreg::run<raised>);

} // namespace

DSREG_MODULE("t.doors", "1.0.0", "Tests of dsreg", nullptr, "MIT", &files_probe, &identity_probe,
             &trapped_probe, &thread_probe, &blocked_probe, &mute_probe, &raised_probe);
