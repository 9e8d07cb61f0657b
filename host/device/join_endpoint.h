// Where a tenant's devices join and leave, by the registration service's own discovery.
#pragma once
#include "net/network.h"

#include <string>

namespace dsreg::device {

struct join_endpoint {
    std::string url;         // "https://.../EnrollmentServer/device/"; "": none
    std::string host;        // of it; without one: that was asked
    int32_t http_status = 0; // without one, of the answer
    uint32_t error = 0;      // DSREG_X_*: why there is none; REFUSED: the service's own no
    std::string text;        // the same as one sentence
};

// `cloud` "": each in turn, until one knows the tenant; of none, what the first one said. Ends by
// `until`.
join_endpoint find_join_endpoint(const net::network& net, const std::string& tenant_id,
                                 const std::string& cloud, net::time_point until);

// Why there is no answer of that host, with its name.
std::string failure_of(const std::string& host, const wire::http_reply& reply);

// The fields that each request to that service has; `id` is the correlation of this one.
std::vector<wire::http_field> registration_fields(const std::string& id);

} // namespace dsreg::device
