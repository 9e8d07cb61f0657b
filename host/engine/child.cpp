#include "engine/child.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <memory>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace dsreg::engine {
namespace {

// So many frames are read before the other children have their turn.
constexpr int frames_at_once = 64;

// A thread that asked to be traced (PTRACE_TRACEME) is traced by its process's parent, which is
// this one. When it has ended it stays, and with it the whole process, until it is waited for.
void reap_threads(int pid)
{
    const std::string folder = "/proc/" + std::to_string(pid) + "/task";
    const std::unique_ptr<DIR, int (*)(DIR*)> list(::opendir(folder.c_str()), ::closedir);
    while (const dirent* entry = list ? ::readdir(list.get()) : nullptr) {
        const int thread = std::atoi(entry->d_name);
        if (thread > 0 && thread != pid) (void)::waitpid(thread, nullptr, __WALL | WNOHANG);
    }
}

} // namespace

child::~child()
{
    loop_.cancel(hangup_);
    forget_socket();
    if (output_watch_ != 0) loop_.forget(output_watch_);
    if (pid_watch_ != 0) loop_.forget(pid_watch_);
    loop_.cancel(reaping_);
    if (pid_ <= 0 || ended_) return;
    ::kill(pid_, SIGKILL);
    // One that the kernel cannot end is left to it.
    for (int i = 0; i < 200 && ::waitpid(pid_, nullptr, WNOHANG) == 0; i++) {
        reap_threads(pid_);
        pollfd end{pidfd_.get(), POLLIN, 0};
        ::poll(&end, 1, 10);
    }
}

void child::send(wire::frame_type type, uint32_t run, uint32_t id, std::string_view payload)
{
    if (!socket_) return;
    do {
        const std::string_view part = payload.substr(0, wire::payload_max);
        payload.remove_prefix(part.size());
        const wire::frame_header header{static_cast<uint32_t>(part.size()),
                                        static_cast<uint16_t>(type),
                                        payload.empty() ? uint16_t{0} : wire::flag_more, run, id};
        std::string frame(reinterpret_cast<const char*>(&header), sizeof header);
        frame += part;
        queued_ += frame.size();
        queue_.push_back(std::move(frame));
    } while (!payload.empty());
    flush();
}

void child::flush()
{
    while (!queue_.empty()) {
        const std::string& frame = queue_.front();
        const ssize_t n = ::send(socket_.get(), frame.data(), frame.size(), MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && (errno == EAGAIN || errno == ENOBUFS)) break;
        if (n < 0) { // the other end is gone: the pidfd will tell
            queue_.clear();
            queued_ = 0;
            break;
        }
        queued_ -= frame.size();
        queue_.pop_front();
    }
    const uint32_t reading = deaf_ ? 0u : static_cast<uint32_t>(EPOLLIN);
    const uint32_t wanted = queue_.empty() ? reading : reading | EPOLLOUT;
    if (wanted != std::exchange(watched_, wanted)) loop_.change(socket_watch_, wanted);
}

void child::on_socket(uint32_t events)
{
    if ((events & EPOLLOUT) != 0) flush();
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0) return;
    for (int i = 0; i < frames_at_once && socket_ && !deaf_; i++)
        if (!read_frame()) return;
}

bool child::read_frame()
{
    const ssize_t n = ::recv(socket_.get(), buffer_.data(), buffer_.size(), MSG_TRUNC);
    // ECONNRESET comes once, before what the child had sent, when it died with unread data.
    if (n < 0 && (errno == EINTR || errno == ECONNRESET)) return true;
    if (n < 0 && errno == EAGAIN) return false;
    if (n <= 0) {
        hung_up();
        return false;
    }
    const auto size = static_cast<std::size_t>(n);
    wire::message got;
    const char* fault = nullptr;
    const std::string_view received(buffer_.data(), std::min(size, buffer_.size()));
    switch (incoming_.take(received, size, got, fault)) {
    case wire::assembler::taken::wrong:
        return violate(fault), false;
    case wire::assembler::taken::whole:
        call_.message(std::move(got));
        break;
    case wire::assembler::taken::part:
        break;
    }
    return true;
}

// recv() cannot tell an empty frame from the end of the socket, but poll() can. A process that ends
// closes its socket a moment before its pidfd says so; one that lives on has broken the rules.
void child::hung_up()
{
    if (adopted_) return finish({});
    pollfd state{socket_.get(), POLLIN, 0};
    if (::poll(&state, 1, 0) >= 0 && (state.revents & (POLLHUP | POLLERR)) == 0)
        return violate("sent an empty frame");
    forget_socket();
    hangup_ = loop_.at(clock::now() + std::chrono::milliseconds(100), [this] {
        hangup_ = 0;
        call_.violation("closed its socket");
    });
}

void child::violate(const std::string& what)
{
    deaf_ = true;
    loop_.change(socket_watch_, watched_ = 0);
    call_.violation(what);
}

void child::forget_socket()
{
    if (socket_watch_ != 0) loop_.forget(std::exchange(socket_watch_, 0));
    socket_.reset();
    queue_.clear();
    queued_ = 0;
}

bool child::read_output()
{
    char part[16 * 1024];
    const ssize_t n = ::read(pipe_.get(), part, sizeof part);
    if (n < 0 && errno == EINTR) return true;
    if (n < 0 && errno == EAGAIN) return false;
    if (n <= 0) {
        loop_.forget(std::exchange(output_watch_, 0));
        pipe_.reset();
        return false;
    }
    const auto size = static_cast<std::size_t>(n);
    const std::size_t take =
        std::min(size, wire::output_bytes - std::min(output_, wire::output_bytes));
    output_ += size;
    if (take > 0) call_.output(std::string_view(part, take));
    return true;
}

bool child::flooded()
{
    for (int i = 0; i < 8 && pipe_; i++) // a full pipe
        if (!read_output()) break;
    return output_ > wire::output_bytes;
}

void child::on_pidfd()
{
    // What it said before it died counts: the socket may hold frames that nobody has read yet.
    for (int i = 0; i < frames_at_once * 8 && socket_ && !deaf_ && !ended_; i++)
        if (!read_frame()) break;
    if (pipe_) (void)read_output();
    siginfo_t info{};
    if (::waitid(P_PIDFD, static_cast<id_t>(pidfd_.get()), &info, WEXITED) != 0) return;
    finish({info.si_code != CLD_EXITED, info.si_status});
}

void child::finish(const child_end& end)
{
    if (ended_) return;
    ended_ = true;
    loop_.cancel(hangup_);
    loop_.cancel(reaping_);
    forget_socket();
    if (output_watch_ != 0) loop_.forget(std::exchange(output_watch_, 0));
    if (pid_watch_ != 0) loop_.forget(std::exchange(pid_watch_, 0));
    const auto call = call_.end; // the child may be destroyed inside
    call(end);
}

void child::kill()
{
    if (pid_ > 0 && !ended_) ::kill(pid_, SIGKILL);
    if (pid_ > 0 && !ended_ && reaping_ == 0) reap_traced();
    if (adopted_) finish({true, SIGKILL});
}

// Its threads take a moment to die.
void child::reap_traced()
{
    reap_threads(pid_);
    reaping_ = loop_.at(clock::now() + std::chrono::milliseconds(20), [this] { reap_traced(); });
}

void child::close_politely()
{
    forget_socket();
}

} // namespace dsreg::engine
