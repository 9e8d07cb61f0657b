#include "world/dns.h"

#include <poll.h>
#include <sys/socket.h>

namespace dsreg::lab {
namespace {

constexpr std::size_t header_size = 12;
constexpr unsigned type_a = 1;

// One question: name in lower case, type, and where it ends. False: malformed.
bool read_question(const std::string& q, std::string& ret_name, unsigned& ret_type,
                   std::size_t& ret_end)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(q[i]); };
    if (q.size() < header_size || byte(4) != 0 || byte(5) != 1) return false;
    std::string name;
    std::size_t at = header_size;
    for (;;) {
        if (at >= q.size() || byte(at) > 63) return false;
        const std::size_t length = byte(at++);
        if (length == 0) break;
        if (at + length > q.size()) return false;
        if (!name.empty()) name += '.';
        for (std::size_t i = 0; i < length; i++) {
            const char c = q[at + i];
            name += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
        }
        at += length;
    }
    if (at + 4 > q.size()) return false;
    ret_type = byte(at) * 256u + byte(at + 1);
    ret_name = std::move(name);
    ret_end = at + 4;
    return true;
}

unsigned code_of(const std::string& mode)
{
    if (mode == "servfail") return 2;
    if (mode == "nxdomain") return 3;
    return mode == "refused" ? 5 : 0;
}

} // namespace

std::string dns_reply(const scenario& s, const std::string& query)
{
    std::string name;
    unsigned type = 0;
    std::size_t end = 0;
    if (!read_question(query, name, type, end)) return {};
    const std::string mode = behaviour(s, name).dns;
    if (mode == "silent") return {};
    const bool address = mode == "answer" && type == type_a;
    std::string reply = query.substr(0, end);
    reply[2] = static_cast<char>(0x80 | 0x04 | (query[2] & 0x01)); // answer, authoritative
    reply[3] = static_cast<char>(0x80 | code_of(mode));
    reply[6] = 0;
    reply[7] = address ? 1 : 0;
    for (std::size_t i = 8; i < header_size; i++) reply[i] = 0;
    if (address) {
        // the question's name, A, IN, 60 s, 127.0.0.1
        reply.append("\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\x7f\x00\x00\x01", 16);
    }
    return reply;
}

void serve_dns(const scenario& s, int socket, int stop_fd)
{
    for (;;) {
        pollfd wait[2] = {{socket, POLLIN, 0}, {stop_fd, POLLIN, 0}};
        if (::poll(wait, 2, -1) < 0) continue;
        if (wait[1].revents) return;
        char buffer[1500];
        sockaddr_storage from{};
        socklen_t size = sizeof from;
        const ssize_t n = ::recvfrom(socket, buffer, sizeof buffer, MSG_DONTWAIT,
                                     reinterpret_cast<sockaddr*>(&from), &size);
        if (n <= 0) continue;
        const std::string reply = dns_reply(s, std::string(buffer, static_cast<std::size_t>(n)));
        if (reply.empty()) continue;
        (void)!::sendto(socket, reply.data(), reply.size(), MSG_DONTWAIT,
                        reinterpret_cast<sockaddr*>(&from), size);
    }
}

} // namespace dsreg::lab
