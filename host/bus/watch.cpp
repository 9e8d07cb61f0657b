#include "bus/watch.h"

#include "bus/connect.h"
#include "bus/message.h"
#include "bus/names.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>

namespace dsreg::bus {
namespace {

outcome of_error(const sdbus::Error& e)
{
    outcome end{kind_of_error(e.getName(), e.getMessage()), e.getName(), e.getMessage()};
    if (end.ok()) end.kind = DSREG_X_REFUSED; // an error without a name
    return end;
}

// Milliseconds for poll(2): until the deadline or until the library wants to be called.
int patience(clock::time_point deadline, int library)
{
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock::now()).count();
    const int ours = static_cast<int>(std::clamp<long long>(left + 1, 0, 60'000));
    return library < 0 ? ours : std::min(ours, library);
}

} // namespace

struct watch::impl {
    std::deque<items> seen;
    std::unique_ptr<sdbus::IConnection> bus;
    std::unique_ptr<sdbus::IProxy> proxy; // gone before the bus

    void take(sdbus::Message& signal)
    {
        items arguments;
        if (flatten(signal, most_bytes, arguments) == flattened::fine)
            seen.push_back(std::move(arguments));
    }
};

watch::watch() noexcept = default;
watch::watch(watch&&) noexcept = default;
watch& watch::operator=(watch&&) noexcept = default;
watch::~watch() = default;

outcome watch::open(const std::string& address, const signal_kind& what, clock::time_point deadline)
{
    if (!is_unique_name(what.sender) || !is_object_path(what.path) ||
        !is_interface(what.interface) || !is_member(what.member))
        return {DSREG_X_PROTOCOL, "", "a name that no bus allows"};
    auto fresh = std::make_unique<impl>();
    if (outcome end = connect(address, deadline, fresh->bus); !end.ok()) return end;
    try {
        fresh->proxy = compat::proxy(*fresh->bus, what.sender, what.path);
        compat::on_signal(*fresh->proxy, what.interface, what.member,
                          [to = fresh.get()](sdbus::Message& signal) { to->take(signal); });
    } catch (const sdbus::Error& e) {
        return of_error(e);
    }
    impl_ = std::move(fresh);
    return {};
}

outcome watch::next(clock::time_point deadline, items& ret)
{
    if (!impl_) return {DSREG_X_CONNECT, "", "not connected"};
    try {
        while (impl_->seen.empty()) {
            if (compat::process(*impl_->bus)) continue;
            if (clock::now() >= deadline) return {DSREG_X_TIMEOUT, "", "no such signal came"};
            const auto data = impl_->bus->getEventLoopPollData();
            pollfd fds[] = {{data.fd, data.events, 0}, {compat::second_fd(data), POLLIN, 0}};
            if (::poll(fds, 2, patience(deadline, data.getPollTimeout())) < 0 && errno != EINTR)
                return {DSREG_X_DISCONNECTED, "", std::strerror(errno)};
        }
    } catch (const sdbus::Error& e) {
        return {DSREG_X_DISCONNECTED, e.getName(), e.getMessage()};
    }
    ret = std::move(impl_->seen.front());
    impl_->seen.pop_front();
    return {};
}

} // namespace dsreg::bus
