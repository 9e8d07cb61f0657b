#include "worker/calls.h"

#include <cstring>

namespace dsreg::worker {
namespace {

constexpr std::size_t arguments_max = 64;

dsreg_status take_request(const dsreg_dbus_request* given, wire::dbus_request& ret)
{
    if (given == nullptr || given->struct_size < DSREG_DBUS_REQUEST_SIZE_V1_0)
        return DSREG_E_INVALID;
    ret.bus = given->bus;
    dsreg_status s = take(given->destination, false, ret.destination);
    if (s == DSREG_OK) s = take(given->path, false, ret.path);
    if (s == DSREG_OK) s = take(given->interface, false, ret.interface);
    if (s == DSREG_OK) s = take(given->member, false, ret.member);
    if (s == DSREG_OK) s = take(given->signature, true, ret.signature);
    if (s != DSREG_OK) return s;
    // Basic types only, so a type is one character and has one argument. Anything else is refused
    // before an argument is read: "a{sv}" would have one, and not five.
    if (ret.signature.find_first_not_of("ybnqiuxtdsog") != ret.signature.npos)
        return DSREG_E_INVALID;
    if (ret.signature.size() > arguments_max) return DSREG_E_LIMIT;
    if (given->arguments == nullptr && !ret.signature.empty()) return DSREG_E_INVALID;
    for (std::size_t i = 0; i < ret.signature.size() && s == DSREG_OK; i++)
        s = take(given->arguments[i], ret.arguments.emplace_back());
    return s;
}

dsreg_status dbus_call(const dsreg_host* host, const dsreg_call* call,
                       const dsreg_dbus_request* given, const dsreg_dbus_reply** ret) noexcept
{
    return service_call(host, {DSREG_SVC_DBUS, call}, ret, [&](run_context& c) -> dsreg_status {
        wire::dbus_request request;
        dsreg_status s = take_request(given, request);
        wire::dbus_reply reply;
        if (s == DSREG_OK) s = exchange(c, DSREG_SVC_DBUS, wire::dbus_call, call, request, reply);
        if (s != DSREG_OK) return s;

        const wire::dbus_reply& kept = c.memory().keep(std::move(reply));
        auto* items = c.memory().array<dsreg_pair>(kept.items.size());
        for (std::size_t i = 0; i < kept.items.size(); i++)
            items[i] = {kept.items[i].first.c_str(), give(kept.items[i].second)};
        *ret = &c.memory().keep(dsreg_dbus_reply{sizeof(dsreg_dbus_reply), kept.error,
                                                 static_cast<uint32_t>(kept.items.size()),
                                                 kept.owner_uid, kept.error_name.c_str(),
                                                 kept.owner.c_str(), items, give(kept.error_text)});
        return DSREG_OK;
    });
}

constexpr dsreg_svc_dbus table{sizeof table, 0, dbus_call};

} // namespace

const dsreg_svc_dbus& dbus_table() noexcept
{
    return table;
}

} // namespace dsreg::worker
