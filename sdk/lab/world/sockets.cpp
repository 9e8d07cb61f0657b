#include "world/sockets.h"

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace dsreg::lab {
namespace {

sockaddr_in loopback(uint16_t port)
{
    sockaddr_in a{};
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    a.sin_port = htons(port);
    return a;
}

} // namespace

status bind_loopback(int type, unique_fd& ret_fd, uint16_t& ret_port)
{
    unique_fd fd(::socket(AF_INET, type | SOCK_CLOEXEC, 0));
    sockaddr_in a = loopback(0);
    socklen_t size = sizeof a;
    if (!fd || ::bind(fd.get(), reinterpret_cast<sockaddr*>(&a), size) != 0 ||
        ::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&a), &size) != 0) {
        return {errc::io, std::string("no port on 127.0.0.1: ") + std::strerror(errno)};
    }
    ret_port = ntohs(a.sin_port);
    ret_fd = std::move(fd);
    return {};
}

status open_bad_ports(bad_ports& ret)
{
    bad_ports made;
    unique_fd refused, silent;
    if (status s = bind_loopback(SOCK_STREAM, refused, made.refused); !s.ok()) return s;
    if (status s = bind_loopback(SOCK_STREAM, silent, made.silent); !s.ok()) return s;
    if (::listen(silent.get(), 0) != 0) {
        return {errc::io, std::string("cannot listen: ") + std::strerror(errno)};
    }
    made.held.push_back(std::move(refused));
    made.held.push_back(std::move(silent));
    // Fill the queue; the kernel drops what comes after.
    for (int i = 0; i < 8; i++) {
        unique_fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        sockaddr_in a = loopback(made.silent);
        (void)!::connect(fd.get(), reinterpret_cast<sockaddr*>(&a), sizeof a);
        pollfd p{fd.get(), POLLOUT, 0};
        const bool connected = ::poll(&p, 1, 1) == 1;
        made.held.push_back(std::move(fd));
        if (!connected) break;
    }
    ret = std::move(made);
    return {};
}

} // namespace dsreg::lab
