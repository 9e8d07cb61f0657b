// Answers that take their time. Inside this room only.
#pragma once
#include "base/unique_fd.h"
#include "bus/server.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace dsreg::bus {

// Answers on their way from any thread to the one that serves the bus.
struct outbox {
    using item = std::pair<uint64_t, answer>; // of the call with this number

    std::mutex lock;
    std::vector<item> ready;
    unique_fd wake{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};

    void put(uint64_t id, answer given)
    {
        const std::lock_guard guard(lock);
        ready.emplace_back(id, std::move(given));
        const uint64_t one = 1;
        (void)!::write(wake.get(), &one, sizeof one);
    }
    std::vector<item> take()
    {
        const std::lock_guard guard(lock);
        uint64_t count = 0;
        (void)!::read(wake.get(), &count, sizeof count);
        return std::exchange(ready, {});
    }
};

} // namespace dsreg::bus
