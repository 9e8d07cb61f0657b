// A few threads for work that may take its time, and a short queue before them.
#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace dsreg::device {

class crew
{
public:
    crew(std::size_t threads_most, std::size_t waiting_most);
    // Ends the work that was begun; what still waits is dropped.
    ~crew();
    crew(const crew&) = delete;
    crew& operator=(const crew&) = delete;

    // False: there is no room, and `job` was not taken. A job throws nothing.
    bool take(std::function<void()> job);

    // Drops what waits, takes nothing more and comes back when the work that was begun is done.
    void finish();

private:
    void work();

    const std::size_t threads_most_, waiting_most_;
    std::mutex mutex_;
    std::condition_variable more_;
    std::deque<std::function<void()>> waiting_;
    std::vector<std::thread> threads_;
    std::size_t idle_ = 0;
    bool closed_ = false;
};

} // namespace dsreg::device
