// Stands for the worker's own pid in the prepared seccomp program; no pid and no system call has
// this number. The worker puts its pid in its place.
#pragma once
#include <cstdint>

namespace dsreg::worker {
constexpr uint32_t own_pid_mark = 0x2FEDCBA9;
} // namespace dsreg::worker
