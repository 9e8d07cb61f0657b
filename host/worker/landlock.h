// Landlock: what a worker may still open, and that it reaches no other process.
#pragma once

namespace dsreg::worker {

// From now on this process opens only for reading, and only
//   - what is below /usr, /lib and /lib64, and the dynamic linker's cache,
//   - /dev/null and /dev/urandom,
//   - the module's file `module_fd`, which dlopen opens again.
// Everything else is EACCES. With kernel 6.7 there is no TCP, with 6.12 no abstract socket and no
// signal to others either. Needs no_new_privs. False: this kernel has no Landlock.
//
// What it cannot hide are names: stat() and readlink() work on every path.
bool enter_landlock(int module_fd) noexcept;

} // namespace dsreg::worker
