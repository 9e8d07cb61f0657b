// What the host sends while a probe runs: replies and new deadlines. The probe's thread waits for
// replies; any thread that asks for the time that is left takes in what has arrived.
#pragma once
#include "wire/channel.h"
#include "wire/messages.h"

#include <atomic>
#include <mutex>
#include <optional>

namespace dsreg::worker {

class mailbox
{
public:
    // `may_exit`: a worker process ends when its host does; a thread of the host does not.
    mailbox(wire::channel& channel, bool may_exit) : channel_(channel), may_exit_(may_exit) {}

    // [probe-thread]
    void start_run(uint32_t run, int64_t deadline);
    // [probe-thread] Blocks for the reply to call `id`. False: the host is gone or talks nonsense.
    bool wait_reply(uint32_t id, wire::worker_reply& ret);
    // [any-thread] Takes in a new deadline, if there is one; never blocks.
    void look();
    // [any-thread] CLOCK_MONOTONIC ns.
    int64_t deadline() const noexcept { return deadline_; }
    // [any-thread] The host is gone; nothing that is sent arrives.
    bool dead() const noexcept { return dead_; }
    void set_dead() noexcept;

private:
    bool take_one(); // with receiving_ held

    wire::channel& channel_;
    const bool may_exit_;
    std::mutex receiving_;
    std::optional<wire::message> reply_;
    std::atomic<uint32_t> run_{0};
    std::atomic<int64_t> deadline_{0};
    std::atomic<bool> dead_{false};
};

} // namespace dsreg::worker
