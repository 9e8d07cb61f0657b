// A module that makes a system call which no honest one makes: the worker says which and ends.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace dsreg::worker {

// From now on a trapped call sends one frame (wire::trap_report) to the host on descriptor `socket`
// and ends the process. Where the frame cannot be sent or SIGSYS is blocked, the kernel ends it
// with SIGSYS, so that the call never goes unnoticed.
// `note_denied`: the filter traps what it would deny, too; see below.
void report_traps(int socket, bool note_denied) noexcept;

// Of a process that entered the sandbox with `note_denied`: the numbers of the calls that were
// answered with EPERM and not by the process's end, since the last time.
std::vector<int32_t> take_denied_calls();

// "ptrace"; "" for a number that is no trapped call.
std::string trapped_call_name(int32_t number);

} // namespace dsreg::worker
