#include "worker/privileges.h"

#include <csignal>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace dsreg::worker {
namespace {

constexpr uid_t nobody = 65534;

bool is_root() noexcept
{
    uid_t real = 0, effective = 0, saved = 0;
    return ::getresuid(&real, &effective, &saved) != 0 || real == 0 || effective == 0 || saved == 0;
}

bool become_nobody() noexcept
{
    return ::setgroups(0, nullptr) == 0 && ::setresgid(nobody, nobody, nobody) == 0 &&
           ::setresuid(nobody, nobody, nobody) == 0;
}

bool clear_capabilities() noexcept
{
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    const __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3]{};
    return ::syscall(SYS_capset, &header, none) == 0;
}

} // namespace

bool drop_privileges() noexcept
{
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    // The first two need capabilities, so they come before those go. Without them there is nothing
    // to take away: whoever has no CAP_SETPCAP executes nothing either that would bring it back.
    for (int one = 0; ::prctl(PR_CAPBSET_DROP, one, 0, 0, 0) == 0; one++) {
    }
    ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    const bool plain = !is_root() || become_nobody();
    const bool bare = clear_capabilities();
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); // another uid took it back to fs.suid_dumpable
    return bare && plain;
}

bool die_with(int host_pid) noexcept
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    return ::getppid() == host_pid;
}

} // namespace dsreg::worker
