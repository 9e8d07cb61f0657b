#include "net/machine_lookup.h"

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <netdb.h>
#include <system_error>
#include <thread>

namespace dsreg::net {
namespace {
constexpr std::size_t addresses_max = 16;
constexpr int threads_max = 256; // of lookups that nobody waits for any more

std::atomic<int>& running()
{
    static std::atomic<int> count{0};
    return count;
}
} // namespace

struct machine_lookup::shared {
    std::mutex mutex;
    std::condition_variable ended;
    bool done = false;
    int code = EAI_AGAIN;
    int error = 0;
    std::vector<endpoint> addresses;

    void finish(int code_, int error_, std::vector<endpoint> found)
    {
        const std::lock_guard lock(mutex);
        done = true;
        code = code_;
        error = error_;
        addresses = std::move(found);
        ended.notify_all();
    }
};

namespace {
std::vector<endpoint> copy(const addrinfo* list, uint16_t port)
{
    std::vector<endpoint> found;
    for (; list && found.size() < addresses_max; list = list->ai_next)
        if (auto e = endpoint_of(list->ai_addr, list->ai_addrlen, port)) found.push_back(*e);
    return found;
}
} // namespace

machine_lookup::machine_lookup(std::string name, uint16_t port)
    : shared_(std::make_shared<shared>())
{
    if (running().fetch_add(1) >= threads_max) {
        running().fetch_sub(1);
        shared_->finish(EAI_AGAIN, 0, {});
        return;
    }
    const auto work = [state = shared_, name = std::move(name), port] {
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = AI_ADDRCONFIG;
        addrinfo* list = nullptr;
        const int code = ::getaddrinfo(name.c_str(), nullptr, &hints, &list);
        const int error = code == EAI_SYSTEM ? errno : 0;
        try {
            state->finish(code, error, copy(list, port));
        } catch (const std::bad_alloc&) {
            state->finish(EAI_MEMORY, 0, {});
        }
        if (list) ::freeaddrinfo(list);
        running().fetch_sub(1);
    };
    try {
        std::thread(work).detach();
    } catch (const std::system_error& e) {
        running().fetch_sub(1);
        shared_->finish(EAI_SYSTEM, e.code().value(), {});
    }
}

bool machine_lookup::wait(time_point until) const
{
    std::unique_lock lock(shared_->mutex);
    return shared_->ended.wait_until(lock, until, [&] { return shared_->done; });
}

int machine_lookup::code() const
{
    const std::lock_guard lock(shared_->mutex);
    return shared_->code;
}

int machine_lookup::system_errno() const
{
    const std::lock_guard lock(shared_->mutex);
    return shared_->error;
}

std::vector<endpoint> machine_lookup::addresses() const
{
    const std::lock_guard lock(shared_->mutex);
    return shared_->addresses;
}

} // namespace dsreg::net
