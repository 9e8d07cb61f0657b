// The two documents of the device registration service that --unregister reads.
#pragma once
#include "base/status.h"

#include <string>
#include <string_view>

namespace dsreg::device {

struct discovery_reply {
    std::string join_endpoint; // DeviceJoinService.JoinEndpoint, a host of Entra's own
    std::string join_host;
    std::string tenant_id; // TenantInfo.TenantId, lower case; "": not told
};

// The address goes to where the device shows its certificate and whose yes removes its key, so it
// is taken only when it is https, port 443, without user or query, and its host is the registration
// host of a cloud, or that with "certauth." before it. The registration service of an AD FS farm
// names a host of its own, which nothing here could tell from any other: no Linux broker registers
// there, so it is an error. errc::protocol: no such document; errc::untrusted: such an address.
status read_discovery(std::string_view body, discovery_reply& ret);

struct service_error { // cleaned: no token, no control character, bounded
    std::string type, message, trace_id;
};

// Of any of the four shapes that the service has: ErrorType, Message, TraceId ([MS-DVRJ] 2.2.3);
// the same in lower case; below "ReponseStatus" (its spelling); code, message, innererror.trace
// ([MS-KPP] 2.2.3). False: it is none.
bool read_service_error(std::string_view body, service_error& ret);

// Is this what may come with a 200 to a removal: nothing, or one JSON object? A page of a gateway
// on the way is neither.
bool is_removal_reply(std::string_view body);

} // namespace dsreg::device
