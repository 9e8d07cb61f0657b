#include "net/connect.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>

namespace dsreg::net {
namespace {
constexpr std::chrono::milliseconds head_start{250};

struct attempt {
    const endpoint* to = nullptr;
    unique_fd fd;
    int error = EINPROGRESS;
    bool waiting() const { return error == EINPROGRESS; }
};

attempt start(const endpoint& to)
{
    attempt a;
    a.to = &to;
    if (to.closed) {
        a.error = ECONNREFUSED;
        return a;
    }
    a.fd.reset(::socket(to.where.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!a.fd) {
        a.error = errno;
        return a;
    }
    const int on = 1;
    ::setsockopt(a.fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const int rc = ::connect(a.fd.get(), reinterpret_cast<const sockaddr*>(&to.where), to.size);
    a.error = rc == 0 ? 0 : errno;
    return a;
}

int outcome(int fd)
{
    int error = 0;
    socklen_t size = sizeof error;
    return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

// Waits for any attempt to end, until `until`.
void watch(std::vector<attempt>& attempts, time_point until)
{
    std::vector<pollfd> fds;
    std::vector<attempt*> owners;
    for (attempt& a : attempts) {
        if (!a.waiting()) continue;
        fds.push_back({a.fd.get(), POLLOUT, 0});
        owners.push_back(&a);
    }
    if (poll_until(fds.data(), fds.size(), until) <= 0) return;
    for (std::size_t i = 0; i < fds.size(); i++)
        if (fds[i].revents) owners[i]->error = outcome(fds[i].fd);
}

// An address of a family that this machine does not have says little about the host.
bool says_little(int error)
{
    return error == ENETUNREACH || error == EAFNOSUPPORT || error == EADDRNOTAVAIL;
}

std::string sentence(const attempt& a, std::size_t tried)
{
    const std::string to = shown(*a.to);
    std::string text;
    switch (a.error) {
    case ECONNREFUSED:
        text = "connection to " + to + " refused";
        break;
    case EINPROGRESS:
        text = "no answer from " + to + " in time";
        break;
    case ETIMEDOUT:
        text = "no answer from " + to;
        break;
    case ENETUNREACH:
        text = "no network to reach " + to;
        break;
    case EHOSTUNREACH:
        text = "no route to " + to;
        break;
    default:
        text = "connection to " + to + " failed: " + ::strerror(a.error);
    }
    if (tried > 1) text += " (" + std::to_string(tried) + " addresses tried)";
    return text;
}

connection give_up(const std::vector<attempt>& attempts)
{
    const attempt* told = nullptr;
    for (const attempt& a : attempts) {
        if (a.waiting()) { // silence: the others have said no, this one might have said yes
            told = &a;
            break;
        }
        if (!told || (says_little(told->error) && !says_little(a.error))) told = &a;
    }
    connection c;
    c.address = told->to->address;
    const std::string text = sentence(*told, attempts.size());
    if (told->waiting())
        c.why = failure::too_late(ETIMEDOUT, text);
    else
        c.why = failure::of(told->error == ETIMEDOUT ? DSREG_X_TIMEOUT : DSREG_X_CONNECT,
                            told->error, text);
    return c;
}
} // namespace

connection connect_any(const std::vector<endpoint>& addresses, time_point until)
{
    std::vector<attempt> attempts;
    attempts.reserve(addresses.size());
    const auto waiting = [&] {
        return std::any_of(attempts.begin(), attempts.end(),
                           [](const attempt& a) { return a.waiting(); });
    };
    while (!attempts.empty() || !addresses.empty()) {
        const bool more = attempts.size() < addresses.size();
        if (!more && !waiting()) break;
        if (!attempts.empty() && clock::now() >= until) break;
        const std::size_t before = attempts.size();
        if (more) attempts.push_back(start(addresses[before]));
        const time_point next = clock::now() + head_start;
        const bool last = attempts.size() == addresses.size();
        // Until something moves: success ends it, a failure brings the next address.
        if (attempts.back().waiting() || !more)
            watch(attempts, last ? until : std::min(until, next));
        for (attempt& a : attempts)
            if (a.error == 0) return {std::move(a.fd), a.to->address, {}};
    }
    if (attempts.empty()) return {{}, "", failure::of(DSREG_X_CONNECT, EINVAL, "no address")};
    return give_up(attempts);
}

} // namespace dsreg::net
