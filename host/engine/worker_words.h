// What a worker says of its own sandbox, read with distrust: a module may write to its socket.
#pragma once
#include "wire/messages.h"

#include <string>

namespace dsreg::engine {

// "called ptrace(), which no module may"; for a payload that is no trap_report, too.
std::string describe_trap(const std::string& payload);

// The weaker of two levels (worker/sandbox.h); "" is none yet, an unknown word the weakest.
std::string weaker(const std::string& one, const std::string& other);

} // namespace dsreg::engine
