// What a worker gives up before it loads anything.
#pragma once
#include <cstdint>
#include <string>

namespace dsreg::worker {

struct sandbox_request {
    int host_pid = 0;
    int socket_fd = -1;       // to the host, for the report of a trapped system call
    int module_fd = -1;       // the one file beside the system's libraries that may still be opened
    uint32_t tasks_most = 0;  // see tasks_allowed
    bool note_denied = false; // for a tester: see take_denied_calls() of trap.h
};

// In this order: no_new_privs, resource limits, capabilities, uid, death with the host, the limit
// of threads, Landlock, seccomp. Never fails for want of a feature: `ret_level` is "full", or the
// one part that is missing: "no-uid" (it is still root), "no-landlock", "no-seccomp"; "none" when
// more is. False: the host is gone.
bool enter_sandbox(const sandbox_request& request, std::string& ret_level) noexcept;

// How many threads the user of a run's workers may have, those of its other programs included: the
// kernel counts by user. All that runs on the machine now, and 1024: an honest module always gets
// its threads, and all hostile ones together no more than that. Asked once a run, since a limit
// that follows the count would grow with it. The kernel exempts uid 0 (level "no-uid"), unless
// it is the root of a user namespace only.
uint32_t tasks_allowed() noexcept;

} // namespace dsreg::worker
