// One TLS handshake on a connected socket, and nothing after it.
#pragma once
#include "net/failure.h"
#include "net/handshake.h"

namespace dsreg::net {

// TLS: the peer's certificate or the handshake itself; DISCONNECTED: the peer went away in it;
// TIMEOUT. `ret` holds what was seen in every case; its host must be set before.
failure shake_hands(int fd, const trust& roots, int64_t time_offset, time_point until,
                    handshake& ret);

} // namespace dsreg::net
