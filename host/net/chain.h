// A peer's certificates as a reply carries them, and the sentence about why they do not do.
#pragma once
#include "net/failure.h"
#include "net/handshake.h"
#include "wire/services.h"

#include <vector>

namespace dsreg::net {

// Leaf first, as the peer sent them. `trusted` is about the root alone: an expired certificate, or
// one for another name, still chains to it.
std::vector<wire::net_cert> describe(const handshake& seen, const trust& roots);

// After a handshake that failed in verification (seen.verify_error).
failure verification_failure(const handshake& seen, const trust& roots);

// After one that the peer ended with an alert.
failure alert_failure(const handshake& seen);

} // namespace dsreg::net
