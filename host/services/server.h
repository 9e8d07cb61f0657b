// The frame loop of a service process.
#pragma once
#include "services/service.h"
#include "wire/channel.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

namespace dsreg::services {

// Answers calls on threads, so that one that hangs holds up nobody else; at most 64 at once, the
// rest wait their turn.
class server
{
public:
    server(wire::channel& channel, std::vector<std::unique_ptr<service>> services);

    // Returns when the host is gone or says something that is no call; the process has to end then,
    // because threads may still be at work.
    void serve();

private:
    struct job {
        uint32_t id = 0;
        wire::service_call call;
    };
    void submit(job job);
    void work();
    wire::service_reply answer(const wire::service_call& call) noexcept;

    wire::channel& channel_;
    const std::vector<std::unique_ptr<service>> services_;
    std::mutex mutex_;
    std::condition_variable more_;
    std::deque<job> waiting_;
    std::size_t threads_ = 0, idle_ = 0;
};

} // namespace dsreg::services
