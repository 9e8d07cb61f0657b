// Sees what each probe met and said, for whoever writes it down. Called from the loop, [one
// thread]; must return at once.
#pragma once
#include "engine/board.h"

#include <chrono>
#include <string>

namespace dsreg::engine {

class observer
{
public:
    observer() = default;
    virtual ~observer() = default;
    observer(const observer&) = delete;
    observer& operator=(const observer&) = delete;

    // A worker has been told to run it. `started`: the machine's clock, ns since 1970.
    virtual void ordered(const probe_state& probe, const wire::run_order& order,
                         std::chrono::milliseconds budget, int64_t started) = 0;
    // It gets the answer to its call, from a service or from what another one asked before it.
    virtual void called(const std::string& probe_id, const wire::call& asked, int32_t status,
                        const std::string& payload) = 0;
    virtual void concluded(const std::string& probe_id, const wire::conclusion& said) = 0;
    // The run is over; once for every probe that took part, whether it was ordered or not.
    virtual void finished(const probe_state& probe) = 0;
};

} // namespace dsreg::engine
