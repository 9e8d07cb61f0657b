// What a token says about itself. The signature is not checked: only the server can, and a
// diagnosis compares claims.
#pragma once
#include "base/status.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dsreg::broker {

struct claims {
    std::string audience, tenant_id, device_id;
    std::string amr;                     // space separated
    int64_t not_before = 0, expires = 0; // ns since 1970; 0: not said
};

constexpr std::size_t largest_token = 64 * 1024;

// May it be printed? Three parts of base64url, none empty, at most largest_token bytes, and its
// claims are readable. errc::protocol: it may not; the sentence holds nothing of it.
status check_jwt(std::string_view token);

// base64url without padding; errc::protocol for anything else.
status decode_base64url(std::string_view text, std::string& ret);

// errc::protocol when it is no JWT, or a claim has another type than it must. The sentence holds
// nothing of the token, and what was decoded on the way is overwritten.
status read_claims(std::string_view token, claims& ret);

} // namespace dsreg::broker
