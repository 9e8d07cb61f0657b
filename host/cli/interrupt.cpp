#include "cli/interrupt.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>

namespace dsreg::cli {
namespace {

// A signal handler gets no argument of ours, so these two cannot be members.
volatile std::sig_atomic_t pipe_end = -1;
volatile std::sig_atomic_t caught = 0;

void on_signal(int number)
{
    const int saved = errno;
    caught = number;
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    const char byte = static_cast<char>(number);
    [[maybe_unused]] const ssize_t written = ::write(pipe_end, &byte, 1);
    errno = saved;
}

} // namespace

interrupt_guard::interrupt_guard()
{
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0) {
        read_end_.reset(ends[0]);
        write_end_.reset(ends[1]);
    }
    std::signal(SIGPIPE, SIG_IGN);
    caught = 0;
    pipe_end = ends[1];
    struct sigaction action {};
    action.sa_handler = on_signal;
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGINT);
    sigaddset(&action.sa_mask, SIGTERM);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

interrupt_guard::~interrupt_guard()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    pipe_end = -1;
}

int interrupt_guard::exit_code() const noexcept
{
    return caught == 0 ? 0 : 128 + caught;
}

} // namespace dsreg::cli
