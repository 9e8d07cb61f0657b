#include "net/network.h"

#include "net/chain.h"
#include "net/connect.h"
#include "net/name.h"
#include "net/proxy.h"
#include "net/tls.h"
#include "net/tunnel.h"

#include <dsreg/svc/net.h>
#include <netdb.h>

namespace dsreg::net {
namespace {
// Whatever keeps us from the proxy is the proxy's failure; only silence stays silence.
failure of_proxy(failure why, const proxy& through)
{
    if (why.error == DSREG_X_DNS || why.error == DSREG_X_CONNECT) why.error = DSREG_X_PROXY;
    why.text = "proxy " + shown(through.host, through.port) + ": " + why.text;
    return why;
}
} // namespace

void tell(const failure& why, wire::net_result& ret)
{
    ret.error = why.error;
    ret.native = why.native;
    ret.error_text = why.text;
}

network::network(const wire::world& where) : where_(where), names_(where), roots_(where.ca_file) {}

int64_t network::time_offset() const
{
    return where_.clock_offset / 1'000'000'000;
}

opened network::open(const std::string& host, uint16_t port, bool https, time_point until) const
{
    opened way;
    const proxy through = https ? proxy_for(where_, host) : proxy{};
    if (through.used()) {
        way.seen.proxy_source = through.source;
        if (!through.host.empty()) way.seen.proxy = shown(through.host, through.port);
        if (through.why) {
            way.why = through.why;
            return way;
        }
        if (!literal(host, port) && !is_host_name(host)) {
            way.why = failure::of(DSREG_X_DNS, EAI_NONAME, quoted_name(host) + " is no host name");
            return way;
        }
    }
    const bool direct = !through.used();

    time_point begin = clock::now();
    const resolution found = direct ? names_.resolve(host, port, until)
                                    : names_.resolve_proxy(through.host, through.port, until);
    way.seen.resolve_ns = nanoseconds_since(begin);
    if (found.why) {
        way.why = direct ? found.why : of_proxy(found.why, through);
        return way;
    }

    begin = clock::now();
    connection made = connect_any(found.addresses, until);
    way.seen.address = made.address;
    if (made.why)
        way.why = direct ? made.why : of_proxy(made.why, through);
    else if (!direct)
        way.why = open_tunnel(made.fd.get(), through, host, port, until);
    way.seen.connect_ns = nanoseconds_since(begin);
    if (!way.why) way.fd = std::move(made.fd);
    return way;
}

wire::net_result network::check(const wire::net_target& target, time_point until,
                                bool& ret_cut) const
{
    failure why;
    wire::net_result result;
    if (target.upto == DSREG_NET_RESOLVE) {
        const time_point begin = clock::now();
        const resolution found = names_.resolve(target.host, target.port, until);
        result.resolve_ns = nanoseconds_since(begin);
        if (!found.addresses.empty()) result.address = found.addresses.front().address;
        why = found.why;
    } else {
        const bool https = target.upto == DSREG_NET_TLS || target.port == 443;
        opened way = open(target.host, target.port, https, until);
        result = std::move(way.seen);
        why = way.why;
        if (!why && target.upto == DSREG_NET_TLS) {
            handshake seen;
            seen.host = target.host;
            why = shake_hands(way.fd.get(), roots_, time_offset(), until, seen);
            result.tls_ns = seen.nanoseconds();
            result.tls_version = seen.version;
            result.certs = describe(seen, roots_);
        }
    }
    tell(why, result);
    ret_cut = ret_cut || why.by_deadline;
    return result;
}

} // namespace dsreg::net
