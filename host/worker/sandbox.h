// What a worker gives up before it loads anything.
#pragma once
#include <string>

namespace dsreg::worker {

// no_new_privs, resource limits, seccomp. Never fails: returns the level that was reached, "full",
// "no-seccomp" (the kernel has none) or "none".
std::string enter_sandbox() noexcept;

// Asks for death together with the host. False: the host is gone already.
bool die_with(int host_pid) noexcept;

} // namespace dsreg::worker
