// HTTP CONNECT: makes a connection to a proxy into one to the host behind it.
#pragma once
#include "net/failure.h"
#include "net/proxy.h"
#include "net/wait.h"

#include <cstdint>
#include <string>

namespace dsreg::net {

// PROXY when the proxy says no (native: its HTTP status, 407 for a sign-in), closes the connection
// or talks nonsense; TIMEOUT when it is silent. Nothing behind the proxy's answer is read.
failure open_tunnel(int fd, const proxy& through, const std::string& host, uint16_t port,
                    time_point until);

} // namespace dsreg::net
