// What a token says about itself. The signature is not checked: only the server can, and a
// diagnosis compares claims.
#pragma once
#include "base/status.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace dsreg::broker {

struct claims {
    std::string audience, tenant_id, device_id;
    std::string amr;     // space separated
    int64_t expires = 0; // ns since 1970; 0: not said
};

// base64url without padding; errc::protocol for anything else.
status decode_base64url(std::string_view text, std::string& ret);

// errc::protocol when it is no JWT, or a claim has another type than it must. The sentence holds
// nothing of the token, and what was decoded on the way is overwritten.
status read_claims(std::string_view token, claims& ret);

} // namespace dsreg::broker
