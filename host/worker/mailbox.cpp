#include "worker/mailbox.h"

#include <poll.h>
#include <unistd.h>

namespace dsreg::worker {

using wire::frame_type;

void mailbox::start_run(uint32_t run, int64_t deadline)
{
    const std::lock_guard lock(receiving_);
    reply_.reset();
    run_ = run;
    deadline_ = deadline;
}

void mailbox::set_dead() noexcept
{
    constexpr int without_host = 3;
    dead_ = true;
    if (may_exit_) ::_exit(without_host);
}

bool mailbox::take_one()
{
    wire::message got;
    if (!channel_.receive(got)) {
        set_dead();
        return false;
    }
    if (got.type == frame_type::extend) {
        int64_t deadline = 0;
        if (got.run == run_ && wire::decode(got.payload, deadline)) deadline_ = deadline;
    } else if (got.type == frame_type::reply) {
        reply_ = std::move(got);
    } else {
        set_dead(); // nothing else has a place inside a run
        return false;
    }
    return true;
}

bool mailbox::wait_reply(uint32_t id, wire::worker_reply& ret)
{
    const std::lock_guard lock(receiving_);
    while (!dead_) {
        if (reply_ && reply_->run == run_ && reply_->id == id) {
            wire::worker_reply reply;
            const bool whole = wire::decode(reply_->payload, reply);
            reply_.reset();
            if (!whole) break;
            deadline_ = reply.deadline;
            ret = std::move(reply);
            return true;
        }
        reply_.reset();
        if (!take_one()) break;
    }
    set_dead();
    return false;
}

void mailbox::look()
{
    const std::unique_lock lock(receiving_, std::try_to_lock);
    if (!lock.owns_lock()) return; // the probe's thread waits for a reply, and takes all in
    pollfd readable{channel_.fd(), POLLIN, 0};
    while (!dead_ && !reply_ && ::poll(&readable, 1, 0) == 1)
        if (!take_one()) return;
}

} // namespace dsreg::worker
