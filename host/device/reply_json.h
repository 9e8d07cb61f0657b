// The members of a token server's answer that a check may know. Nothing of a token is copied: the
// parser works on the received bytes themselves, which their owner overwrites.
#pragma once
#include "base/status.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dsreg::device {

struct reply_json {
    std::string nonce, error, error_description, suberror, correlation_id; // "": not there
    std::vector<uint32_t> error_codes;
    bool has_token = false; // a non-empty access_token
};

// errc::protocol: not one JSON object, nested deeper than 16, or a member of these that is there
// twice or of another type.
status read_reply_json(std::string_view body, reply_json& ret);

} // namespace dsreg::device
