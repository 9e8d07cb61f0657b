// A TCP connection to one of several addresses.
#pragma once
#include "base/unique_fd.h"
#include "net/address.h"
#include "net/failure.h"
#include "net/wait.h"

#include <string>
#include <vector>

namespace dsreg::net {

struct connection {
    unique_fd fd;        // non-blocking, TCP_NODELAY
    std::string address; // that was used; of a failure: the one whose error is told
    failure why;         // set when fd is none
};

// Tries the addresses in their order, the next one when the one before has failed or has been quiet
// for 250 ms; the first that answers wins.
connection connect_any(const std::vector<endpoint>& addresses, time_point until);

} // namespace dsreg::net
