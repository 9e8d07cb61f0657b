// Which way a request for https goes: straight, or through a proxy.
#pragma once
#include "net/failure.h"
#include "wire/world.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace dsreg::net {

struct proxy {
    std::string host; // "": straight
    uint16_t port = 0;
    std::string source;        // where the setting came from
    std::string authorization; // secret: value of Proxy-Authorization, or ""
    failure why;               // the setting cannot be used
    bool used() const noexcept { return !host.empty() || why; }
};

// "http://[user:password@]host[:port]" or "host:port". Without a port: 80, as URLs have it.
// Anything else (https, socks) sets `why`; user and password never appear in it.
proxy parse_proxy(std::string_view url);

// The list of NO_PROXY, read as curl reads it: "*" alone, or names (with all that ends in them),
// addresses and networks in CIDR form, separated by commas or blanks.
bool no_proxy_matches(std::string_view list, std::string_view host);

// What holds for `host`.
proxy proxy_for(const wire::world& where, const std::string& host);

} // namespace dsreg::net
