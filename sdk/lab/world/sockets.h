// Ports that behave badly, and small socket work.
#pragma once
#include "base/status.h"
#include "base/unique_fd.h"

#include <cstdint>
#include <vector>

namespace dsreg::lab {

// A UDP or TCP socket on 127.0.0.1 at a free port; not listening.
status bind_loopback(int type, unique_fd& ret_fd, uint16_t& ret_port);

// TCP ports that are kept for the lab's lifetime: at one nobody listens, so that connecting is
// refused for certain; at the other the queue is full, so that connecting never ends.
struct bad_ports {
    uint16_t refused = 0, silent = 0;
    std::vector<unique_fd> held;
};
status open_bad_ports(bad_ports& ret);

} // namespace dsreg::lab
