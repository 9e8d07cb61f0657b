#include "engine/loop.h"

#include <algorithm>
#include <sys/epoll.h>

namespace dsreg::engine {

loop::loop() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}

loop::watch_id loop::watch(int fd, uint32_t events, handler call)
{
    const watch_id id = next_watch_++;
    epoll_event event{};
    event.events = events;
    event.data.u64 = id;
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
    watched_.emplace(id, watched{fd, std::move(call)});
    return id;
}

void loop::change(watch_id id, uint32_t events)
{
    const auto it = watched_.find(id);
    if (it == watched_.end()) return;
    epoll_event event{};
    event.events = events;
    event.data.u64 = id;
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, it->second.fd, &event);
}

void loop::forget(watch_id id)
{
    const auto it = watched_.find(id);
    if (it == watched_.end()) return;
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, it->second.fd, nullptr);
    watched_.erase(it);
}

loop::timer_id loop::at(clock::time_point when, std::function<void()> call)
{
    const timer_id id = next_timer_++;
    timers_.emplace(std::pair(when, id), std::move(call));
    timer_when_.emplace(id, when);
    return id;
}

void loop::cancel(timer_id& id)
{
    const auto it = timer_when_.find(id);
    if (it != timer_when_.end()) {
        timers_.erase({it->second, id});
        timer_when_.erase(it);
    }
    id = 0;
}

void loop::step()
{
    int wait_ms = -1;
    if (!timers_.empty()) {
        using namespace std::chrono;
        const auto left = timers_.begin()->first.first - clock::now();
        const auto ms = ceil<milliseconds>(left).count();
        wait_ms = static_cast<int>(std::clamp<int64_t>(ms, 0, 60'000));
    }
    epoll_event events[64];
    const int n = ::epoll_wait(epoll_.get(), events, 64, wait_ms);
    for (int i = 0; i < n; i++) {
        const uint64_t id = events[i].data.u64; // the kernel's struct is packed
        const auto it = watched_.find(id);
        if (it == watched_.end()) continue; // forgotten by an earlier handler of this batch
        const handler call = it->second.call;
        call(events[i].events);
    }
    run_timers();
}

void loop::run_timers()
{
    const auto now = clock::now();
    while (!timers_.empty() && timers_.begin()->first.first <= now) {
        const auto it = timers_.begin();
        const auto call = std::move(it->second);
        timer_when_.erase(it->first.second);
        timers_.erase(it);
        call();
    }
}

} // namespace dsreg::engine
