// The lab's two message buses, each a private dbus-daemon.
#pragma once
#include "base/status.h"
#include "base/unique_fd.h"

#include <string>
#include <vector>

namespace dsreg::lab {

enum class bus_kind { session, system };

// A program that the bus starts when somebody asks for `name`.
struct bus_service {
    std::string name;
    std::vector<std::string> argv;
};

// Starts a daemon in `folder` (made here; the socket is `folder`/socket). `ret_ready` becomes
// readable when it listens, and hangs up without a byte when it has failed.
status start_bus(bus_kind kind, const std::string& folder, const std::vector<bus_service>& services,
                 unique_fd& ret_ready);

std::string bus_address(const std::string& folder);

} // namespace dsreg::lab
