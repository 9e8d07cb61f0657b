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

bool is_metadata(const endpoint& e)
{
    const auto v4_is = [](uint32_t a) {
        return a >> 16 == 0xA9FE   // 169.254.0.0/16
               || a == 0xA83F8110  // 168.63.129.16, Azure
               || a == 0x646464C8  // 100.100.100.200, Alibaba
               || a == 0xC00000C0; // 192.0.0.192, Oracle
    };
    if (e.where.ss_family == AF_INET)
        return v4_is(ntohl(reinterpret_cast<const sockaddr_in&>(e.where).sin_addr.s_addr));
    const in6_addr& v6 = reinterpret_cast<const sockaddr_in6&>(e.where).sin6_addr;
    // The networks that AWS (fd00:ec2::254, ::23) and Google Cloud (fd20:ce::254) serve it in.
    constexpr unsigned char aws[4] = {0xFD, 0, 0x0E, 0xC2}, google[4] = {0xFD, 0x20, 0, 0xCE};
    // NAT64's well-known prefix (RFC 6052): 64:ff9b::/96; 6to4 (RFC 3056): 2002:V4::/48
    constexpr unsigned char nat64[12] = {0, 0x64, 0xFF, 0x9B}, six_to_four[2] = {0x20, 0x02};
    const auto begins = [&](const auto& prefix) {
        return std::memcmp(&v6, prefix, sizeof prefix) == 0;
    };
    if (IN6_IS_ADDR_LINKLOCAL(&v6) || begins(aws) || begins(google)) return true;
    const bool tunnelled = begins(six_to_four);
    if (!tunnelled && !IN6_IS_ADDR_V4MAPPED(&v6) && !IN6_IS_ADDR_V4COMPAT(&v6) && !begins(nat64))
        return false;
    uint32_t inner = 0;
    std::memcpy(&inner, v6.s6_addr + (tunnelled ? 2 : 12), sizeof inner);
    return v4_is(ntohl(inner));
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
