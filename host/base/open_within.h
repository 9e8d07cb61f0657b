// Opening what lies in a folder, and never what lies outside of it.
#pragma once
#include "base/unique_fd.h"

#include <cstdint>

namespace dsreg {

// openat2(2): `resolve` is RESOLVE_* of linux/openat2.h; O_CLOEXEC is added. 0 or an errno; ENOSYS:
// a kernel without openat2, where nothing of this is safe.
int open_within(int folder, const char* path, uint64_t flags, uint64_t resolve, unique_fd& ret);

} // namespace dsreg
