#include "worker/socket_link.h"

#include <ctime>
#include <unistd.h>

namespace dsreg::worker {

using wire::frame_type;

namespace {

int64_t clock_ns(clockid_t which) noexcept
{
    timespec t{};
    ::clock_gettime(which, &t);
    return static_cast<int64_t>(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

} // namespace

void socket_link::start_run(uint32_t run, int64_t deadline)
{
    run_ = run;
    deadline_ = deadline;
}

bool socket_link::send(frame_type type, uint32_t id, std::string_view payload)
{
    if (!dead_ && channel_.send(type, run_, id, payload)) return true;
    give_up();
    return false;
}

bool socket_link::wait_reply(uint32_t id, wire::worker_reply& ret)
{
    wire::message got;
    wire::worker_reply reply;
    // One call at a time, and the host says nothing but its reply inside a run.
    if (dead_ || !channel_.receive(got) || got.type != frame_type::reply || got.run != run_ ||
        got.id != id || !wire::decode(got.payload, reply)) {
        give_up();
        return false;
    }
    deadline_ = reply.deadline;
    ret = std::move(reply);
    return true;
}

void socket_link::give_up() noexcept
{
    constexpr int without_host = 3;
    dead_ = true;
    if (may_exit_) ::_exit(without_host);
}

int64_t socket_link::now() const noexcept
{
    return clock_ns(CLOCK_REALTIME) + clock_offset_;
}

int64_t socket_link::remaining() const noexcept
{
    return dead_ ? 0 : deadline_ - clock_ns(CLOCK_MONOTONIC);
}

} // namespace dsreg::worker
