// Keeps a reply under what the wire carries. Deterministic: what goes depends on what was found,
// not on who was first.
#pragma once
#include "wire/services.h"

namespace dsreg::net {

// The encoded certificates go first, from the last result to the first; then the rest of theirs.
void fit(wire::net_check_reply& reply);

// The same, then bodies: one that no longer fits becomes TOO_LARGE.
void fit(wire::http_perform_reply& reply);

} // namespace dsreg::net
