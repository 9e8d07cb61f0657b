// One poll loop: descriptors and timers. [one thread]
#pragma once
#include "base/unique_fd.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <unordered_map>

namespace dsreg::engine {

using clock = std::chrono::steady_clock;

class loop
{
public:
    using handler = std::function<void(uint32_t epoll_events)>;
    using watch_id = uint64_t; // never used again, so a late event cannot reach a stranger
    using timer_id = uint64_t; // 0: none

    loop();
    // Level-triggered. The descriptor stays the caller's, and must be forgotten before it is
    // closed.
    watch_id watch(int fd, uint32_t events, handler call);
    void change(watch_id id, uint32_t events);
    void forget(watch_id id);

    timer_id at(clock::time_point when, std::function<void()> call);
    void cancel(timer_id& id); // sets it to 0; 0 is fine

    // Waits for one batch of events or the next timer and handles them.
    void step();

private:
    struct watched {
        int fd;
        handler call;
    };
    void run_timers();

    unique_fd epoll_;
    watch_id next_watch_ = 1;
    timer_id next_timer_ = 1;
    std::unordered_map<watch_id, watched> watched_;
    std::map<std::pair<clock::time_point, timer_id>, std::function<void()>> timers_;
    std::unordered_map<timer_id, clock::time_point> timer_when_;
};

} // namespace dsreg::engine
