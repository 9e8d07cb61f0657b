#include "base/open_within.h"

#include <cerrno>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>

namespace dsreg {

int open_within(int folder, const char* path, uint64_t flags, uint64_t resolve, unique_fd& ret)
{
    open_how how{};
    how.flags = flags | O_CLOEXEC;
    how.resolve = resolve;
    constexpr int tries = 16; // EAGAIN: somebody renames folders on the way
    for (int i = 0; i < tries; i++) {
        const long fd = ::syscall(SYS_openat2, folder, path, &how, sizeof how);
        if (fd >= 0) {
            ret.reset(static_cast<int>(fd));
            return 0;
        }
        if (errno != EAGAIN && errno != EINTR) break;
    }
    return errno;
}

} // namespace dsreg
