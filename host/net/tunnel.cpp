#include "net/tunnel.h"

#include "base/text.h"
#include "net/address.h"
#include "net/name.h"
#include "wire/frame.h"

#include <cerrno>
#include <cstring>
#include <string_view>
#include <sys/socket.h>

namespace dsreg::net {
namespace {
constexpr std::size_t answer_max = 32 * 1024;
constexpr std::string_view end_of_header = "\r\n\r\n";

failure lost(const std::string& name, int error)
{
    return failure::of(DSREG_X_PROXY, error,
                       "proxy " + name + " closed the connection instead of answering");
}

failure silent(const std::string& name)
{
    return failure::too_late(ETIMEDOUT, "proxy " + name + " did not answer in time");
}

failure send_all(int fd, std::string_view text, const std::string& name, time_point until)
{
    while (!text.empty()) {
        const ssize_t n = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
        if (n > 0) {
            text.remove_prefix(static_cast<std::size_t>(n));
        } else if (errno == EAGAIN) {
            if (!wait_for(fd, POLLOUT, until)) return silent(name);
        } else if (errno != EINTR) {
            return lost(name, errno);
        }
    }
    return {};
}

// Up to the empty line and not a byte further: what follows belongs to the host behind.
failure read_header(int fd, const std::string& name, time_point until, std::string& ret)
{
    std::string text;
    while (text.size() < answer_max) {
        char part[4096];
        if (!wait_for(fd, POLLIN, until)) return silent(name);
        const ssize_t n = ::recv(fd, part, sizeof part, MSG_PEEK);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (n <= 0) return lost(name, n < 0 ? errno : 0);
        const std::size_t before = text.size();
        text.append(part, static_cast<std::size_t>(n));
        const std::size_t from = before < 3 ? 0 : before - 3;
        const auto end = text.find(end_of_header, from);
        if (end != std::string::npos) text.resize(end + end_of_header.size());
        if (::recv(fd, part, text.size() - before, 0) < 0) return lost(name, errno);
        if (end != std::string::npos) {
            ret = std::move(text);
            return {};
        }
    }
    return failure::of(DSREG_X_PROXY, 0, "proxy " + name + " sent an endless answer");
}

// 0 when the first line is not HTTP's.
int status_of(std::string_view header)
{
    if (!header.starts_with("HTTP/1.") || header.size() < 12 || header[8] != ' ') return 0;
    int status = 0;
    for (const char c : header.substr(9, 3)) {
        if (c < '0' || c > '9') return 0;
        status = status * 10 + (c - '0');
    }
    return status;
}

// "Negotiate, NTLM": the ways of signing in that a 407 offers.
std::string offered(std::string_view header)
{
    constexpr std::string_view field = "proxy-authenticate:";
    std::string list;
    std::size_t at = 0;
    while ((at = header.find("\r\n", at)) != std::string_view::npos && list.size() < 200) {
        at += 2;
        if (plain_name(header.substr(at, field.size())) != field) continue;
        const auto start = header.find_first_not_of(" \t", at + field.size());
        const auto end = header.find_first_of(" \t\r,", start);
        if (start >= header.size() || end > header.size()) continue;
        list +=
            (list.empty() ? "" : ", ") + safe_text(header.substr(start, end - start).substr(0, 40));
    }
    return list;
}
} // namespace

failure open_tunnel(int fd, const proxy& through, const std::string& host, uint16_t port,
                    time_point until)
{
    const std::string name = shown(through.host, through.port);
    const std::string target = shown(host, port);
    std::string request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target +
                          "\r\nUser-Agent: dsreg/" + wire::version() + "\r\n";
    if (!through.authorization.empty())
        request += "Proxy-Authorization: " + through.authorization + "\r\n";
    request += "\r\n";
    if (failure why = send_all(fd, request, name, until)) return why;
    std::string header;
    if (failure why = read_header(fd, name, until, header)) return why;
    const int status = status_of(header);
    if (status >= 200 && status < 300) return {};
    if (status == 0)
        return failure::of(DSREG_X_PROXY, 0, "proxy " + name + " did not answer in HTTP");
    if (status != 407)
        return failure::of(DSREG_X_PROXY, status,
                           "proxy " + name + " refused to connect to " + target + ": HTTP " +
                               std::to_string(status));
    const std::string ways = offered(header);
    return failure::of(DSREG_X_PROXY, status,
                       "proxy " + name + " demands a sign-in (HTTP 407" +
                           (ways.empty() ? "" : "; it offers " + ways) + ")");
}

} // namespace dsreg::net
