// One HTTP exchange: libcurl on a connection that net opened.
#pragma once
#include "net/http_policy.h"
#include "net/network.h"

#include <openssl/evp.h>
#include <string>

namespace dsreg::net {

// Who we are to a server that asks for a client certificate: for this one exchange, and for no
// other host than the request's. Nothing of it is kept.
struct client_identity {
    const std::string& certificate; // DER
    EVP_PKEY* key;
    bool was_asked_for = false; // the server wanted it, and so has seen it
    bool was_connected = false; // TLS stood: the request may have reached the server
};

// libcurl's own set-up, once for the process. False: it cannot be used.
bool http_ready();

// libcurl never resolves, connects or talks to a proxy here: it gets the open connection, so the
// phases are measured and the failures told by one piece of code. Redirects are not followed.
// `as`: null, nobody in particular.
wire::http_reply exchange(const network& net, const wire::http_request& request,
                          const http_plan& plan, time_point until, bool& ret_cut,
                          client_identity* as = nullptr);

} // namespace dsreg::net
