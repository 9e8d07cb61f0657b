// Opening a folder whose content is to be removed: no part of the way to it may be a symbolic link
// or lead out of where it began.
#pragma once
#include "base/unique_fd.h"

#include <cstdint>
#include <string>
#include <sys/types.h>

namespace dsreg {

// Which mount a file lies on. The device number alone does not tell a bind mount of one file
// system from its rest.
struct mount_place {
    dev_t device = 0;
    uint64_t mount = 0;
};

// 0 or an errno; ENOTSUP: this system tells nobody (an old kernel, and no /proc).
int mount_of(int fd, mount_place& ret);

enum class mounts { crossed, refused };

// The folder `path` below `folder`, for reading; "" is `folder` itself. 0 or an errno: ENOENT;
// ELOOP: a part of the way is a symbolic link; ENOTDIR: one is no folder; EXDEV: one is a mount
// point and those are refused, or the way leads out. Where openat2(2) is missing (kernels before
// 5.6, and filters of system calls that do not know it), part by part with O_NOFOLLOW.
int open_to_remove(int folder, const std::string& path, mounts on_the_way, unique_fd& ret);

} // namespace dsreg
