// The link of a worker process.
#pragma once
#include "wire/channel.h"
#include "worker/link.h"

#include <atomic>

namespace dsreg::worker {

class socket_link final : public link
{
public:
    // `may_exit`: a worker process ends when its host does; a thread of the host does not.
    socket_link(wire::channel& channel, bool may_exit) : channel_(channel), may_exit_(may_exit) {}

    void set_clock_offset(int64_t ns) noexcept { clock_offset_ = ns; }
    bool dead() const noexcept { return dead_; }

    void start_run(uint32_t run, int64_t deadline) override;
    bool send(wire::frame_type type, uint32_t id, std::string_view payload) override;
    bool wait_reply(uint32_t id, wire::worker_reply& ret) override;
    void give_up() noexcept override;
    int64_t now() const noexcept override;
    int64_t remaining() const noexcept override;

private:
    wire::channel& channel_;
    const bool may_exit_;
    int64_t clock_offset_ = 0;
    std::atomic<uint32_t> run_{0};
    std::atomic<int64_t> deadline_{0}; // CLOCK_MONOTONIC ns
    std::atomic<bool> dead_{false};
};

} // namespace dsreg::worker
