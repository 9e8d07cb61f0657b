#include "device/crew.h"

#include <system_error>
#include <utility>

namespace dsreg::device {

crew::crew(std::size_t threads_most, std::size_t waiting_most)
    : threads_most_(threads_most), waiting_most_(waiting_most)
{}

crew::~crew()
{
    finish();
}

bool crew::take(std::function<void()> job)
{
    const std::lock_guard lock(mutex_);
    if (closed_ || waiting_.size() >= waiting_most_) return false;
    if (idle_ <= waiting_.size() && threads_.size() < threads_most_) {
        try {
            threads_.emplace_back([this] { work(); });
        } catch (const std::system_error&) {
            if (threads_.empty()) return false; // else those at work take it
        }
    }
    waiting_.push_back(std::move(job));
    more_.notify_one();
    return true;
}

void crew::finish()
{
    std::deque<std::function<void()>> dropped;
    std::vector<std::thread> ending;
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        dropped.swap(waiting_);
        ending.swap(threads_);
        more_.notify_all();
    }
    dropped.clear(); // without the lock: they call back
    for (std::thread& t : ending) t.join();
}

void crew::work()
{
    std::unique_lock lock(mutex_);
    while (true) {
        idle_++;
        more_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
        idle_--;
        if (closed_) return;
        std::function<void()> job = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        job();
        job = nullptr; // what it holds may call back
        lock.lock();
    }
}

} // namespace dsreg::device
