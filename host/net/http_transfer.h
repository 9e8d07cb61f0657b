// One HTTP exchange: libcurl on a connection that net opened.
#pragma once
#include "net/http_policy.h"
#include "net/network.h"

namespace dsreg::net {

// libcurl's own set-up, once for the process. False: it cannot be used.
bool http_ready();

// libcurl never resolves, connects or talks to a proxy here: it gets the open connection, so the
// phases are measured and the failures told by one piece of code. Redirects are not followed.
wire::http_reply exchange(const network& net, const wire::http_request& request,
                          const http_plan& plan, time_point until, bool& ret_cut);

} // namespace dsreg::net
