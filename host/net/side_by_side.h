// Many small blocking jobs at once, each on a thread of its own.
#pragma once
#include <cstddef>
#include <functional>

namespace dsreg::net {

// How many targets or requests one call may bring.
constexpr std::size_t jobs_max = 64;

// Runs job(0) … job(count - 1) and returns when all have ended. The jobs may write to sockets whose
// peer has gone: SIGPIPE reaches nobody. False when a job threw; the others still ran.
bool side_by_side(std::size_t count, const std::function<void(std::size_t)>& job);

} // namespace dsreg::net
