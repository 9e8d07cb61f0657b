#include "net/listener.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

namespace dsreg::net_test {

listener::listener(std::function<void(int)> serve, uint16_t port)
    : serve_(std::move(serve)), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
      stop_(::eventfd(0, EFD_CLOEXEC))
{
    const int on = 1;
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof where;
    EXPECT_EQ(::bind(socket_.get(), reinterpret_cast<sockaddr*>(&where), size), 0);
    EXPECT_EQ(::listen(socket_.get(), 128), 0);
    ::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&where), &size);
    port_ = ntohs(where.sin_port);
    accepting_ = std::thread([this] { accept_all(); });
}

listener::~listener()
{
    const uint64_t one = 1;
    EXPECT_EQ(::write(stop_.get(), &one, sizeof one), ssize_t{sizeof one});
    accepting_.join();
    {
        const std::lock_guard lock(mutex_);
        for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
    }
    for (std::thread& t : threads_) t.join();
}

std::size_t listener::connections()
{
    const std::lock_guard lock(mutex_);
    return count_;
}

void listener::accept_all()
{
    // Only the server's side: that the client survives a lost connection is what is tested.
    sigset_t pipe;
    ::sigemptyset(&pipe);
    ::sigaddset(&pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    for (;;) {
        pollfd fds[2] = {{socket_.get(), POLLIN, 0}, {stop_.get(), POLLIN, 0}};
        ::poll(fds, 2, -1);
        if (fds[1].revents) return;
        const int fd = ::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) continue;
        const int on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const std::lock_guard lock(mutex_);
        open_.push_back(fd);
        count_++;
        threads_.emplace_back([this, fd] {
            serve_(fd);
            const std::lock_guard closing(mutex_);
            open_.erase(std::find(open_.begin(), open_.end(), fd));
            ::close(fd);
        });
    }
}

bool send_text(int fd, const std::string& text)
{
    std::size_t sent = 0;
    while (sent < text.size()) {
        const ssize_t n = ::send(fd, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
        if (n <= 0) return false;
        sent += static_cast<std::size_t>(n);
    }
    return true;
}

std::string read_until(int fd, const std::string& end)
{
    std::string text;
    char part[4096];
    while (text.find(end) == std::string::npos) {
        const ssize_t n = ::recv(fd, part, sizeof part, 0);
        if (n <= 0) break;
        text.append(part, static_cast<std::size_t>(n));
    }
    return text;
}

void wait_for_close(int fd)
{
    char part[4096];
    while (::recv(fd, part, sizeof part, 0) > 0) {
    }
}

void reset(int fd)
{
    const linger at_once{1, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

} // namespace dsreg::net_test
