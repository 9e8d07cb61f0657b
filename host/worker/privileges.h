// What a worker is before the kernel: a user without power.
#pragma once

namespace dsreg::worker {

// Gives up every capability for good, and as root also the uid, the gid and all groups. False: it
// is still root, because no other uid exists here (a user namespace that maps none) or a container
// forbids it.
//
// Root becomes 65534, "nobody": the one unprivileged uid that every system has without an
// installation step. Others may run as it, too, so the process is closed to debuggers (not
// dumpable) in the same moment; /proc/self stays open to itself.
bool drop_privileges() noexcept;

// Asks for death together with the host; a change of uid takes that back. False: the host is gone
// already.
bool die_with(int host_pid) noexcept;

} // namespace dsreg::worker
