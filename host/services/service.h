// What a service is inside a service process: bytes in, bytes out, by a deadline.
#pragma once
#include "wire/services.h"

#include <chrono>
#include <memory>

namespace dsreg::services {

using clock = std::chrono::steady_clock;

inline clock::time_point deadline_of(const wire::service_call& call)
{
    return clock::time_point(std::chrono::nanoseconds(call.deadline)); // CLOCK_MONOTONIC
}

// One service ("dsreg.net/1"). Constructed once in its process, after the change to the target
// user's uid (device and journal keep the caller's). handle() is called on many threads at once and
// may block; it answers by the deadline with a reply that says DSREG_X_TIMEOUT (and `cut_short`),
// because past it the host kills the process. It throws nothing. A payload that does not decode is
// DSREG_E_INVALID.
class service
{
public:
    virtual ~service() = default;
    virtual const char* id() const noexcept = 0;
    virtual wire::service_reply handle(const wire::service_call& call) noexcept = 0;
};

// Each service's own factory; main.cpp lists which process holds which.
std::unique_ptr<service> make_fs(const wire::world& where);      // process "fs"
std::unique_ptr<service> make_dbus(const wire::world& where);    // process "bus"
std::unique_ptr<service> make_broker(const wire::world& where);  // process "bus"
std::unique_ptr<service> make_net(const wire::world& where);     // process "net"
std::unique_ptr<service> make_http(const wire::world& where);    // process "net"
std::unique_ptr<service> make_device(const wire::world& where);  // process "device"
std::unique_ptr<service> make_journal(const wire::world& where); // process "journal"

} // namespace dsreg::services
