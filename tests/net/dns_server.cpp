#include "net/dns_server.h"

#include <gtest/gtest.h>

#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

namespace dsreg::net_test {
namespace {
constexpr std::size_t header = 12;

std::string number(unsigned n)
{
    return {static_cast<char>(n >> 8), static_cast<char>(n)};
}

std::string encoded_name(const std::string& name)
{
    std::string out, label;
    for (const char c : name + ".") {
        if (c != '.') {
            label += c;
            continue;
        }
        out += static_cast<char>(label.size()) + label;
        label.clear();
    }
    return out + '\0';
}

std::string record(unsigned type, const std::string& data)
{
    return "\xc0\x0c" + number(type) + number(1) + number(0) + number(60) +
           number(static_cast<unsigned>(data.size())) + data;
}
} // namespace

dns_server::dns_server(dns_mode mode_, uint16_t port, std::vector<srv_line> srv)
    : mode(mode_), srv_(std::move(srv)), socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)),
      stop_(::eventfd(0, EFD_CLOEXEC))
{
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof where;
    EXPECT_EQ(::bind(socket_.get(), reinterpret_cast<sockaddr*>(&where), size), 0);
    ::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&where), &size);
    port_ = ntohs(where.sin_port);
    thread_ = std::thread([this] { serve(); });
}

dns_server::~dns_server()
{
    const uint64_t one = 1;
    EXPECT_EQ(::write(stop_.get(), &one, sizeof one), ssize_t{sizeof one});
    thread_.join();
}

void dns_server::serve()
{
    for (;;) {
        pollfd fds[2] = {{socket_.get(), POLLIN, 0}, {stop_.get(), POLLIN, 0}};
        ::poll(fds, 2, -1);
        if (fds[1].revents) return;
        sockaddr_in from{};
        socklen_t size = sizeof from;
        std::string question(1024, '\0');
        const ssize_t n = ::recvfrom(socket_.get(), question.data(), question.size(), 0,
                                     reinterpret_cast<sockaddr*>(&from), &size);
        if (n < ssize_t{header}) continue;
        question.resize(static_cast<std::size_t>(n));
        questions_++;
        if (mode == dns_mode::silent) continue;
        const std::string answer = reply(question);
        ::sendto(socket_.get(), answer.data(), answer.size(), 0, reinterpret_cast<sockaddr*>(&from),
                 size);
    }
}

std::string dns_server::reply(const std::string& question) const
{
    std::size_t end = header;
    while (end < question.size() && question[end] != '\0')
        end += static_cast<unsigned char>(question[end]) + 1u;
    const std::string asked = question.substr(header, end + 5 - header);
    const unsigned type = static_cast<unsigned char>(question.at(end + 2));
    unsigned rcode = 0;
    std::string records;
    unsigned count = 0;
    switch (mode) {
    case dns_mode::nxdomain:
        rcode = 3;
        break;
    case dns_mode::servfail:
        rcode = 2;
        break;
    case dns_mode::refused:
        rcode = 5;
        break;
    default:
        if (type == 1) {
            records = record(1, {127, 0, 0, 1});
            count = 1;
        }
        if (type == 33)
            for (const srv_line& s : srv_) {
                records += record(33, number(s.priority) + number(s.weight) + number(s.port) +
                                          encoded_name(s.target));
                count++;
            }
    }
    return question.substr(0, 2) + number(0x8180 | rcode) + number(1) + number(count) + number(0) +
           number(0) + asked + records;
}

} // namespace dsreg::net_test
