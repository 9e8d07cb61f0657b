#include "net/side_by_side.h"

#include <atomic>
#include <csignal>
#include <pthread.h>
#include <system_error>
#include <thread>
#include <vector>

namespace dsreg::net {
namespace {
// OpenSSL writes with write(2), which cannot be told MSG_NOSIGNAL. SIGPIPE goes to the thread that
// wrote, so it is blocked there and taken out again before the mask is restored.
class no_sigpipe
{
public:
    no_sigpipe()
    {
        ::sigemptyset(&pipe_);
        ::sigaddset(&pipe_, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    no_sigpipe(const no_sigpipe&) = delete;
    no_sigpipe& operator=(const no_sigpipe&) = delete;
    ~no_sigpipe()
    {
        if (::sigismember(&before_, SIGPIPE)) return;
        const timespec at_once{0, 0};
        while (::sigtimedwait(&pipe_, nullptr, &at_once) == SIGPIPE) {
        }
        ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }

private:
    sigset_t pipe_{}, before_{};
};
} // namespace

bool side_by_side(std::size_t count, const std::function<void(std::size_t)>& job)
{
    std::atomic<bool> fine{true};
    const auto guarded = [&](std::size_t i) {
        try {
            const no_sigpipe guard;
            job(i);
        } catch (...) {
            fine = false;
        }
    };
    std::vector<std::jthread> threads;
    threads.reserve(count);
    std::size_t next = 0;
    // The caller's own thread takes the last one, and those that found no thread.
    for (; next + 1 < count; next++) {
        try {
            threads.emplace_back(guarded, next);
        } catch (const std::system_error&) {
            break;
        }
    }
    for (; next < count; next++) guarded(next);
    threads.clear();
    return fine;
}

} // namespace dsreg::net
