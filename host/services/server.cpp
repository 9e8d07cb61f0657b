#include "services/server.h"

#include <dsreg/probe.h>
#include <thread>

namespace dsreg::services {
namespace {

constexpr std::size_t threads_most = 64;
constexpr std::size_t waiting_most = 4096;

} // namespace

server::server(wire::channel& channel, std::vector<std::unique_ptr<service>> services)
    : channel_(channel), services_(std::move(services))
{}

void server::serve()
{
    wire::message got;
    while (channel_.receive(got)) {
        job next{got.id, {}};
        if (got.type != wire::frame_type::call || !wire::decode(got.payload, next.call)) return;
        submit(std::move(next));
    }
}

void server::submit(job next)
{
    std::unique_lock lock(mutex_);
    if (waiting_.size() >= waiting_most) {
        lock.unlock();
        const wire::service_reply busy{DSREG_E_SERVICE, true, {}};
        channel_.send(wire::frame_type::reply, 0, next.id, wire::encode(busy));
        return;
    }
    waiting_.push_back(std::move(next));
    if (idle_ < waiting_.size() && threads_ < threads_most) {
        threads_++;
        try {
            std::thread([this] { work(); }).detach();
        } catch (...) {
            threads_--; // no thread to be had: the ones at work take it
        }
    }
    more_.notify_one();
}

void server::work()
{
    std::unique_lock lock(mutex_);
    for (;;) {
        idle_++;
        more_.wait(lock, [this] { return !waiting_.empty(); });
        idle_--;
        const job mine = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        channel_.send(wire::frame_type::reply, 0, mine.id, wire::encode(answer(mine.call)));
        lock.lock();
    }
}

wire::service_reply server::answer(const wire::service_call& call) noexcept
{
    for (const auto& service : services_) {
        if (call.service != service->id()) continue;
        wire::service_reply reply = service->handle(call);
        if (reply.payload.size() > wire::reply_max) return {DSREG_E_LIMIT, false, {}};
        return reply;
    }
    return {DSREG_E_UNDECLARED, false, {}};
}

} // namespace dsreg::services
