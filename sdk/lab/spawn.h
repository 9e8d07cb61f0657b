// Starting programs, and ending all that were started.
#pragma once
#include "base/status.h"

#include <csignal>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace dsreg::lab {

struct program {
    std::vector<std::string> argv;        // [0] is looked up in PATH when it holds no '/'
    std::vector<std::string> env;         // "NAME=value"
    std::vector<std::pair<int, int>> fds; // ours -> its number there; the rest is closed by exec
    bool own_session = false;             // far from the terminal
    pid_t group = -1;                     // >= 0: process group to join; 0: a new one
    bool dies_with_parent = true;
    sigset_t mask{}; // blocked signals
};

// `ret_errno`: why it could not be executed.
status spawn(const program& what, pid_t& ret, int* ret_errno = nullptr);

// Ends every child, and what they leave to this process as their reaper, until there is none.
void kill_descendants() noexcept;

// Exit code as a shell gives it: the program's own, or 128 + the signal.
int exit_code_of(int wait_status) noexcept;

} // namespace dsreg::lab
