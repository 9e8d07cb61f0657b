// An address to connect to, and how it is written for people.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <sys/socket.h>

namespace dsreg::net {

struct endpoint {
    sockaddr_storage where{};
    socklen_t size = 0;
    std::string address; // "127.0.0.1"
    uint16_t port = 0;   // as asked for; in a lab the real one differs
    bool closed = false; // in a lab: nobody listens there, and nothing may be tried
};

// A numeric address, brackets around an IPv6 one allowed. `port` goes into both places.
std::optional<endpoint> literal(std::string_view host, uint16_t port);

// From getaddrinfo's answer. Nothing for families other than IPv4 and IPv6.
std::optional<endpoint> endpoint_of(const sockaddr* where, socklen_t size, uint16_t port);

// Replaces the port that is really connected to, not the one that is shown.
void redirect(endpoint& to, uint16_t port);

bool is_loopback(const endpoint& e);

// Link-local, and the other addresses where a cloud's machines fetch their metadata, user data and
// tokens: whoever may ask there is the machine.
bool is_metadata(const endpoint& e);

// "127.0.0.1:443", "[::1]:443"
std::string shown(const endpoint& e);
std::string shown(std::string_view host, uint16_t port);

} // namespace dsreg::net
