#include "services/identity.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dsreg::services {
namespace {

status failed(const char* what)
{
    return {errc::access, std::string(what) + " failed: " + std::strerror(errno)};
}

bool is_all(uid_t uid)
{
    uid_t real = 0, effective = 0, saved = 0;
    return ::getresuid(&real, &effective, &saved) == 0 && real == uid && effective == uid &&
           saved == uid;
}

status give_up_root(uid_t uid, gid_t gid)
{
    if (::setresgid(gid, gid, gid) != 0) return failed("setresgid");
    if (::setresuid(uid, uid, uid) != 0) return failed("setresuid");
    if (!is_all(uid) || ::setuid(0) == 0)
        return {errc::access, "root's rights could not be given up"};
    return {};
}

} // namespace

status become_target_user(const wire::world& where)
{
    if (::geteuid() != 0) {
        if (::geteuid() == where.uid) return {};
        return {errc::access,
                "only root can act for the user with uid " + std::to_string(where.uid)};
    }
    if (where.uid == 0) return {};
    const gid_t gid = where.gid;
    // A name that is not this user's brings no groups.
    const passwd* account = where.user.empty() ? nullptr : ::getpwnam(where.user.c_str());
    const bool known = account != nullptr && account->pw_uid == where.uid;
    const bool grouped = known && ::initgroups(where.user.c_str(), gid) == 0;
    if (!grouped && ::setgroups(1, &gid) != 0) return failed("setgroups");
    return give_up_root(where.uid, gid);
}

status become_nobody()
{
    constexpr uid_t nobody = 65534; // of the kernel's overflow ids; the group is called nogroup
    if (::geteuid() != 0) return {};
    const gid_t gid = nobody;
    if (::setresgid(gid, gid, gid) != 0) {
        // A namespace that has no such id: its root is an ordinary user of the machine.
        return errno == EINVAL ? status{} : failed("setresgid");
    }
    if (::setgroups(1, &gid) != 0) return failed("setgroups");
    return give_up_root(nobody, gid);
}

status settle_down(int host_pid)
{
    ::umask(077);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (::getppid() != host_pid) return {errc::not_found, "dsreg is gone"};
    return {};
}

} // namespace dsreg::services
