// A module that makes a system call which no honest one makes: the worker says which and ends.
#pragma once
#include <cstdint>
#include <string>

namespace dsreg::worker {

// From now on a trapped call sends one frame (wire::trap_report) to the host on descriptor `socket`
// and ends the process. Where the frame cannot be sent or SIGSYS is blocked, the kernel ends it
// with SIGSYS, so that the call never goes unnoticed.
void report_traps(int socket) noexcept;

// "ptrace"; "" for a number that is no trapped call.
std::string trapped_call_name(int32_t number);

} // namespace dsreg::worker
