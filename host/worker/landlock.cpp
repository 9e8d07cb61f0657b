#include "worker/landlock.h"

#include "base/unique_fd.h"

#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace dsreg::worker {
namespace {

// The kernel's struct landlock_ruleset_attr as of ABI 6; the headers here may be older.
struct ruleset_attr {
    uint64_t files;
    uint64_t net;   // since ABI 4
    uint64_t scope; // since ABI 6
};
constexpr uint64_t all_tcp = 0x3;    // bind, connect
constexpr uint64_t all_scopes = 0x3; // abstract UNIX sockets, signals

// Rights are numbered in the order in which the ABI got them.
constexpr uint64_t first_rights(unsigned count)
{
    return (uint64_t{1} << count) - 1;
}

long abi_version() noexcept
{
    return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

uint64_t file_rights(long abi) noexcept
{
    if (abi >= 5) return first_rights(16); // device ioctls
    if (abi >= 3) return first_rights(15); // truncate
    if (abi >= 2) return first_rights(14); // linking between folders
    return first_rights(13);
}

unique_fd create_ruleset(long abi) noexcept
{
    const ruleset_attr all{file_rights(abi), abi >= 4 ? all_tcp : 0, abi >= 6 ? all_scopes : 0};
    std::size_t known = sizeof all;
    if (abi < 6) known = offsetof(ruleset_attr, scope);
    if (abi < 4) known = offsetof(ruleset_attr, net);
    return unique_fd(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &all, known, 0)));
}

void allow(int rules, int place, uint64_t rights) noexcept
{
    const landlock_path_beneath_attr rule{rights, place};
    ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

// What does not exist here needs no rule.
void allow_path(int rules, const char* path, uint64_t rights) noexcept
{
    const unique_fd place(::open(path, O_PATH | O_CLOEXEC));
    if (place) allow(rules, place.get(), rights);
}

} // namespace

bool enter_landlock(int module_fd) noexcept
{
    const long abi = abi_version();
    if (abi < 1) return false;
    const unique_fd rules = create_ruleset(abi);
    if (!rules) return false;

    constexpr uint64_t read = LANDLOCK_ACCESS_FS_READ_FILE;
    constexpr uint64_t browse = read | LANDLOCK_ACCESS_FS_READ_DIR;
    for (const char* path : {"/usr", "/lib", "/lib64"}) allow_path(rules.get(), path, browse);
    for (const char* path : {"/etc/ld.so.cache", "/dev/null", "/dev/urandom"})
        allow_path(rules.get(), path, read);
#ifdef DSREG_SANITIZED // its runtime reads maps and statm
    allow_path(rules.get(), "/proc/self", browse);
#endif
    allow(rules.get(), module_fd, read);
    return ::syscall(SYS_landlock_restrict_self, rules.get(), 0) == 0;
}

} // namespace dsreg::worker
