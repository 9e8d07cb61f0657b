#include "device/dispatcher.h"

#include <algorithm>
#include <exception>
#include <tuple>

namespace dsreg::device {
namespace {

// Of one user at one pace, working or waiting: slow calls of a user are not in the way of their
// quick ones. The crews of everyone's methods hold more, so that one user cannot fill them.
constexpr std::size_t calls_most = 8;
constexpr std::size_t argument_most = 1024; // bytes

constexpr const char* denied = "org.freedesktop.DBus.Error.AccessDenied";
constexpr const char* invalid = "org.freedesktop.DBus.Error.InvalidArgs";
constexpr const char* too_many = "org.freedesktop.DBus.Error.LimitsExceeded";
constexpr const char* failed = "org.freedesktop.DBus.Error.Failed";

bool are_short_texts(const bus::incoming& call, std::size_t wanted)
{
    return call.arguments.size() == wanted &&
           std::all_of(call.arguments.begin(), call.arguments.end(), [](const auto& a) {
               return a.second.type == value_type::text && a.second.text.size() <= argument_most;
           });
}

bus::answer answer_of(const guarded_method& method, const bus::incoming& call) noexcept
{
    try {
        return method.work(call);
    } catch (const std::exception& e) {
        return bus::answer::error(failed, e.what());
    } catch (...) {
        return bus::answer::error(failed, "unknown exception");
    }
}

} // namespace

bool is_root(const wire::world& where, uid_t caller, uid_t self) noexcept
{
    return caller == 0 || (where.lab && where.elevated && caller == self);
}

dispatcher::dispatcher(const wire::world& where, uid_t self, identifier& who,
                       std::vector<guarded_method> methods)
    : where_(where), self_(self), who_(who), methods_(std::move(methods))
{
    const auto crew_of = [this](pace p, std::size_t threads, std::size_t waiting) {
        crews_.emplace(std::piecewise_construct, std::forward_as_tuple(p),
                       std::forward_as_tuple(threads, waiting));
    };
    crew_of(pace::quick, 4, 64);
    crew_of(pace::slow, 4, 64);
    crew_of(pace::change, 1, 4); // one after the other
}

const guarded_method* dispatcher::find(const std::string& name) const
{
    const auto at = std::find_if(methods_.begin(), methods_.end(),
                                 [&](const guarded_method& m) { return m.name == name; });
    return at == methods_.end() ? nullptr : &*at;
}

void dispatcher::take(const std::string& method, const bus::incoming& call, const bus::later& reply)
{
    const guarded_method* const wanted = find(method);
    if (wanted == nullptr) return reply(bus::answer::error(denied, "there is no such method"));
    uint32_t uid = 0;
    if (!who_.uid_of(call.sender, uid).ok())
        return reply(bus::answer::error(denied, "the bus does not say who is calling"));
    if (wanted->needs != rights::everyone && !is_root(where_, uid, self_))
        return reply(bus::answer::error(denied, "only root may call " + method));
    if (!are_short_texts(call, wanted->arguments))
        return reply(bus::answer::error(invalid, "an argument is no text of at most 1024 bytes"));
    start(*wanted, uid, call, reply);
}

void dispatcher::start(const guarded_method& method, uint32_t uid, const bus::incoming& call,
                       const bus::later& reply)
{
    const auto busy = bus::answer::error(too_many, "too many calls wait for their answer");
    const std::pair<uint32_t, pace> who(uid, method.how);
    {
        const std::lock_guard lock(open_->mutex);
        if (open_->of[who] >= calls_most) return reply(busy);
        open_->of[who]++;
    }
    // Counted until it is done or dropped.
    std::shared_ptr<void> counted(nullptr, [open = open_, who](void*) {
        const std::lock_guard lock(open->mutex);
        if (--open->of[who] == 0) open->of.erase(who);
    });
    const bool taken =
        crews_.at(method.how).take([&method, call, reply, counted = std::move(counted)]() mutable {
            bus::answer given = answer_of(method, call);
            counted.reset();
            reply(std::move(given));
        });
    if (!taken) reply(busy);
}

void dispatcher::close()
{
    crews_.at(pace::change).finish();
}

} // namespace dsreg::device
