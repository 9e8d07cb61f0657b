#include "world/proxy.h"

#include "base/unique_fd.h"
#include "world/sockets.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>

namespace dsreg::lab {
namespace {

constexpr std::size_t most_header = 16 * 1024;

bool send_all(int fd, const char* data, std::size_t size)
{
    while (size > 0) {
        const ssize_t n = ::send(fd, data, size, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        data += n;
        size -= static_cast<std::size_t>(n);
    }
    return true;
}

bool send_all(int fd, const std::string& text)
{
    return send_all(fd, text.data(), text.size());
}

// The header of a request; what the client sends behind it at once goes to `ret_rest`.
bool read_header(int fd, std::string& ret_header, std::string& ret_rest)
{
    std::string text;
    char block[4096];
    while (text.size() < most_header) {
        const ssize_t n = ::recv(fd, block, sizeof block, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        text.append(block, static_cast<std::size_t>(n));
        const std::size_t end = text.find("\r\n\r\n");
        if (end == std::string::npos) continue;
        ret_rest = text.substr(end + 4);
        ret_header = text.substr(0, end + 2);
        return true;
    }
    return false;
}

std::string refusal(unsigned status)
{
    const std::string words = status == 407   ? "Proxy Authentication Required"
                              : status == 403 ? "Forbidden"
                              : status == 405 ? "Method Not Allowed"
                                              : "Service Unavailable";
    const std::string body = "<!DOCTYPE html><title>" + words + "</title>\n";
    std::string text = "HTTP/1.1 " + std::to_string(status) + " " + words + "\r\n";
    if (status == 407) {
        text += "Proxy-Authenticate: Negotiate\r\n"
                "Proxy-Authenticate: Basic realm=\"proxy.contoso.com\"\r\n";
    }
    return text + "Content-Type: text/html\r\nConnection: close\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

unique_fd connect_to(uint16_t port)
{
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(port);
    unique_fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!fd || ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
        return {};
    }
    const int on = 1;
    ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

// Both ways, until both are at their end.
void relay(int a, int b)
{
    pollfd ends[2] = {{a, POLLIN, 0}, {b, POLLIN, 0}};
    char block[16 * 1024];
    while (ends[0].fd >= 0 || ends[1].fd >= 0) {
        if (::poll(ends, 2, -1) < 0 && errno != EINTR) return;
        for (int i = 0; i < 2; i++) {
            if (ends[i].fd < 0 || ends[i].revents == 0) continue;
            const int to = i == 0 ? b : a;
            const ssize_t n = ::recv(ends[i].fd, block, sizeof block, 0);
            if (n < 0 && errno == EINTR) continue;
            if (n > 0 && send_all(to, block, static_cast<std::size_t>(n))) continue;
            if (n < 0 || n > 0) return; // one side is gone
            ::shutdown(to, SHUT_WR);
            ends[i].fd = -1;
        }
    }
}

struct proxy_server {
    scenario play;
    proxy_ways ways;
    proxy_log log;

    void serve(unique_fd client) const
    {
        std::string header, rest;
        if (!read_header(client.get(), header, rest)) return;
        const std::size_t method = std::min(header.find(' '), header.size());
        const std::size_t end = std::min(header.find(' ', method + 1), header.size());
        const std::string target =
            method < end ? header.substr(method + 1, end - method - 1) : std::string();
        unsigned status = 405;
        uint16_t port = 0;
        if (header.compare(0, method, "CONNECT") == 0) {
            port = proxy_target(play, ways, target, status);
        }
        unique_fd server;
        if (port != 0) {
            server = connect_to(port);
            status = server ? 200 : 503;
        }
        log(target, status);
        if (!server) {
            (void)send_all(client.get(), refusal(status));
            ::shutdown(client.get(), SHUT_WR);
            return;
        }
        if (!send_all(client.get(), "HTTP/1.1 200 Connection established\r\n\r\n")) return;
        if (!send_all(server.get(), rest)) return;
        relay(client.get(), server.get());
    }
};

void accept_forever(const std::shared_ptr<proxy_server>& server, int listener)
{
    for (;;) {
        unique_fd client(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
        if (!client) continue;
        const int on = 1;
        ::setsockopt(client.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        try {
            std::thread([server, c = std::move(client)]() mutable {
                try {
                    server->serve(std::move(c));
                } catch (const std::exception&) { // this client is let go, the others stay
                }
            }).detach();
        } catch (const std::system_error&) { // no more threads: the client sees a reset
        }
    }
}

} // namespace

uint16_t proxy_target(const scenario& s, const proxy_ways& ways, const std::string& authority,
                      unsigned& ret_status)
{
    ret_status = 503;
    if (s.proxy.mode == "auth-required") ret_status = 407;
    if (s.proxy.mode == "forbidden") ret_status = 403;
    if (ret_status != 503) return 0;
    const std::size_t colon = std::min(authority.rfind(':'), authority.size());
    const std::string port = authority.substr(colon);
    const host_play play = behaviour(s, authority.substr(0, colon));
    if (port != ":443" && port != ":80") {
        ret_status = 403;
        return 0;
    }
    if (play.dns != "answer") return 0; // it is the proxy that asks the name server
    if (play.connect == "refused") return 0;
    if (play.connect == "silent") return ways.silent;
    return port == ":443" ? ways.https : ways.http;
}

status start_proxy(const scenario& s, const proxy_ways& ways, proxy_log log, uint16_t& ret_port)
{
    if (s.proxy.mode == "none" || s.proxy.mode == "refused") {
        ret_port = s.proxy.mode == "refused" ? ways.refused : 0;
        return {};
    }
    unique_fd listener;
    uint16_t port = 0;
    if (status r = bind_loopback(SOCK_STREAM, listener, port); !r.ok()) return r;
    if (::listen(listener.get(), 128) != 0) return {errc::io, "the proxy cannot listen"};
    auto server = std::make_shared<proxy_server>(proxy_server{s, ways, std::move(log)});
    std::thread([server, l = std::move(listener)] { accept_forever(server, l.get()); }).detach();
    ret_port = port;
    return {};
}

} // namespace dsreg::lab
