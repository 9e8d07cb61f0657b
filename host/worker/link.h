// The way from a run of a probe to its host: a socket in a worker process, a function call in the
// testkit and in dsreg-probe-check, which so try a module with the same code that runs it later.
#pragma once
#include "wire/frame.h"
#include "wire/messages.h"

#include <string_view>

namespace dsreg::worker {

class link
{
public:
    link() = default;
    virtual ~link() = default;
    link(const link&) = delete;
    link& operator=(const link&) = delete;

    // [probe-thread] What is sent from now on belongs to run `run`; `deadline` as in run_order.
    virtual void start_run(uint32_t run, int64_t deadline) = 0;
    // [any-thread] False: the host is gone.
    virtual bool send(wire::frame_type type, uint32_t id, std::string_view payload) = 0;
    // [probe-thread] Blocks for the reply to call `id`. False: the host is gone or talks nonsense.
    virtual bool wait_reply(uint32_t id, wire::worker_reply& ret) = 0;
    // [any-thread] The host said what is no message of ours: nothing more is said or heard.
    virtual void give_up() noexcept = 0;

    // [any-thread] ns since 1970, and ns that are left of the run's budget.
    virtual int64_t now() const noexcept = 0;
    virtual int64_t remaining() const noexcept = 0;
};

} // namespace dsreg::worker
