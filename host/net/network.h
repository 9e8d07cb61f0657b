// The way to a host: name, connection, proxy, TLS; each step timed, each failure told.
#pragma once
#include "base/unique_fd.h"
#include "net/failure.h"
#include "net/handshake.h"
#include "net/resolve.h"
#include "net/trust.h"
#include "wire/services.h"

namespace dsreg::net {

// A connection to a host (or through a proxy), ready for TLS or HTTP.
struct opened {
    unique_fd fd;          // none when `why` is set
    wire::net_result seen; // address, proxy, resolve_ns, connect_ns
    failure why;
};

// Writes a failure into a reply.
void tell(const failure& why, wire::net_result& ret);

// One for a service; used by many threads at once. `where` must outlive it.
class network
{
public:
    explicit network(const wire::world& where);

    // The name of the proxy is resolved instead of the host's when the way leads through one, and
    // the time of CONNECT counts to connect_ns. `https`: the proxy setting applies.
    opened open(const std::string& host, uint16_t port, bool https, time_point until) const;

    // As far as `target.upto`. The proxy counts for TLS, and for connections to port 443.
    // `ret_cut`: the deadline ended it.
    wire::net_result check(const wire::net_target& target, time_point until, bool& ret_cut) const;

    const resolver& names() const { return names_; }
    const trust& roots() const { return roots_; }
    int64_t time_offset() const; // seconds

private:
    const wire::world& where_;
    resolver names_;
    trust roots_;
};

} // namespace dsreg::net
