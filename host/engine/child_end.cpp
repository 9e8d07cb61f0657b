#include "engine/child.h"

#include <csignal>
#include <cstring>

namespace dsreg::engine {

std::string signal_name(int number)
{
    const char* abbreviation = ::sigabbrev_np(number);
    return abbreviation != nullptr ? std::string("SIG") + abbreviation
                                   : "signal " + std::to_string(number);
}

std::string describe(const child_end& end)
{
    // Only the kernel's verdict on a system call is SIGSYS.
    if (end.signalled && end.code == SIGSYS) return "killed by SIGSYS for a forbidden system call";
    if (end.signalled) return "killed by " + signal_name(end.code);
    return "exited with status " + std::to_string(end.code);
}

} // namespace dsreg::engine
