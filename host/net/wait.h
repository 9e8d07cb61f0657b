// Waiting for descriptors until a moment, never longer.
#pragma once
#include <chrono>
#include <cstdint>
#include <poll.h>

namespace dsreg::net {

using clock = std::chrono::steady_clock;
using time_point = clock::time_point;

// For poll(): rounded up, so that a wait never ends just before its time; 0 when it has passed.
int milliseconds_until(time_point when);

// poll() that starts again after a signal. Above 0: something is ready; 0: the time is over.
int poll_until(pollfd* fds, nfds_t count, time_point until);

// One descriptor. False when the time is over.
bool wait_for(int fd, short events, time_point until);

inline int64_t nanoseconds_since(time_point start)
{
    return std::chrono::nanoseconds(clock::now() - start).count();
}

} // namespace dsreg::net
