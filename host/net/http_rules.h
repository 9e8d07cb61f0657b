// What a probe may ask of dsreg.http but for the URL. Pure text: links nothing.
#pragma once
#include "wire/services.h"

#include <cstdint>

namespace dsreg::net {

constexpr uint32_t body_default = 1024 * 1024;
constexpr uint32_t body_max = 4 * 1024 * 1024;
constexpr std::size_t request_body_max = 64 * 1024;

// DSREG_OK, else what the caller did wrong: E_INVALID (method, a header field that is the host's to
// set), E_UNDECLARED (a method that demands ACTIVE), E_LIMIT (a size).
int32_t check_request(const wire::http_request& request, uint32_t probe_flags);

} // namespace dsreg::net
