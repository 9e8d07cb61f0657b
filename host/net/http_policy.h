// What a probe may ask of dsreg.http, checked before anything is sent.
#pragma once
#include "net/http_rules.h"

#include <cstdint>
#include <string>

namespace dsreg::net {

// A request that may be sent; or one whose URL leads nowhere that is asked, which whoever wrote it
// may have read somewhere: exchange() answers it with `refused`.
struct http_plan {
    uint32_t refused = 0; // DSREG_X_*
    std::string method;
    std::string url; // normalised
    std::string host;
    uint16_t port = 0;
    bool tls = true;
    uint32_t max_body = body_default;
};

// DSREG_OK, else what the caller did wrong: E_INVALID (method, a header field that is the host's to
// set), E_UNDECLARED (a method that demands ACTIVE), E_LIMIT (a size).
int32_t plan_request(const wire::http_request& request, uint32_t probe_flags, http_plan& ret);

} // namespace dsreg::net
