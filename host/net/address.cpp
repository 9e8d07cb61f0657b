#include "net/address.h"

#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>

namespace dsreg::net {
namespace {
const void* raw_address(const sockaddr_storage& s)
{
    if (s.ss_family == AF_INET) return &reinterpret_cast<const sockaddr_in&>(s).sin_addr;
    return &reinterpret_cast<const sockaddr_in6&>(s).sin6_addr;
}
} // namespace

std::optional<endpoint> endpoint_of(const sockaddr* where, socklen_t size, uint16_t port)
{
    if (where->sa_family != AF_INET && where->sa_family != AF_INET6) return std::nullopt;
    endpoint e;
    if (size > sizeof e.where) return std::nullopt;
    std::memcpy(&e.where, where, size);
    e.size = size;
    e.port = port;
    redirect(e, port);
    char text[INET6_ADDRSTRLEN];
    if (!::inet_ntop(where->sa_family, raw_address(e.where), text, sizeof text)) return {};
    e.address = text;
    return e;
}

std::optional<endpoint> literal(std::string_view host, uint16_t port)
{
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    const std::string text(host);
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    if (::inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1)
        return endpoint_of(reinterpret_cast<sockaddr*>(&v4), sizeof v4, port);
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    if (::inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1)
        return endpoint_of(reinterpret_cast<sockaddr*>(&v6), sizeof v6, port);
    return std::nullopt;
}

void redirect(endpoint& to, uint16_t port)
{
    if (to.where.ss_family == AF_INET)
        reinterpret_cast<sockaddr_in&>(to.where).sin_port = htons(port);
    else
        reinterpret_cast<sockaddr_in6&>(to.where).sin6_port = htons(port);
}

bool is_loopback(const endpoint& e)
{
    if (e.where.ss_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(e.where);
        return ntohl(v4.sin_addr.s_addr) >> 24 == 127;
    }
    return IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6&>(e.where).sin6_addr);
}

std::string shown(std::string_view host, uint16_t port)
{
    const bool v6 = host.find(':') != std::string_view::npos && host.front() != '[';
    std::string text = v6 ? "[" + std::string(host) + "]" : std::string(host);
    return text + ":" + std::to_string(port);
}

std::string shown(const endpoint& e)
{
    return shown(e.address, e.port);
}

} // namespace dsreg::net
