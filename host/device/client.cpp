#include "device/client.h"

#include "base/text.h"
#include "device/json.h"
#include "device/service_methods.h"

#include <algorithm>
#include <chrono>

namespace dsreg::device {
namespace {

constexpr std::size_t answer_most = 2 * 1024 * 1024;

status failure(const bus::outcome& end)
{
    const std::string words = "the device service: " + safe_text(cut_utf8(end.text, 256));
    switch (end.kind) {
    case DSREG_X_ACCESS:
        return {errc::access, words};
    case DSREG_X_TIMEOUT:
        return {errc::timeout, "the device service does not answer"};
    case DSREG_X_TOO_LARGE:
    case DSREG_X_PROTOCOL:
        return {errc::protocol, words};
    default:
        return {errc::io, words};
    }
}

status not_here(const char* why)
{
    return {errc::not_found, why};
}

} // namespace

bool is_trusted(const wire::world& where, uint32_t owner) noexcept
{
    return owner == 0 || (where.lab && owner == where.uid);
}

client::client(const wire::world& where) : where_(where) {}

status client::find(bus::connection& on, bus::clock::time_point until, std::string& ret_owner)
{
    std::string owner;
    bus::outcome end = on.name_owner(service_name, until, owner);
    if (end.kind == DSREG_X_NOT_FOUND) {
        std::vector<std::string> startable;
        if (end = on.activatable_names(until, startable); !end.ok()) return failure(end);
        if (std::find(startable.begin(), startable.end(), service_name) == startable.end())
            return not_here("the device service is not installed");
        if (end = on.start_service(service_name, until); !end.ok()) return failure(end);
        end = on.name_owner(service_name, until, owner);
    }
    if (!end.ok()) return failure(end);
    uint32_t uid = 0;
    if (end = on.owner_uid(owner, until, uid); !end.ok()) return failure(end);
    if (!is_trusted(where_, uid))
        return not_here("the name of the device service belongs to another user than root");
    ret_owner = std::move(owner);
    return {};
}

status client::ask(const char* method, const texts& arguments, bus::clock::time_point until,
                   std::string& ret_json)
{
    std::string owner;
    {
        const std::lock_guard lock(mutex_);
        if (absent_) return not_here("the device service is not installed");
        owner = owner_;
    }
    // Whether it is there must not cost the time that the question needs.
    const auto now = bus::clock::now();
    const auto soon = now + std::max<bus::clock::duration>(until - now, {}) / 2;
    bus::connection on;
    const bool reached = !where_.system_bus.empty() && on.open(where_.system_bus, soon).ok();
    if (!reached) return not_here("the system bus cannot be reached");
    bus::request what{owner, service_path, service_name, method, "", {}};
    for (const std::string& a : arguments) {
        what.signature += 's';
        what.arguments.push_back(value::of_text(a));
    }
    bus::items reply;
    bus::outcome end{DSREG_X_DISCONNECTED, "", ""};
    if (!owner.empty()) end = on.call(what, until, reply, answer_most);
    if (end.kind == DSREG_X_DISCONNECTED) { // it leaves when nobody asks: find who has the name now
        const status found = find(on, soon, what.destination);
        const std::lock_guard lock(mutex_);
        absent_ = found.code() == errc::not_found;
        owner_ = found.ok() ? what.destination : "";
        if (!found.ok()) return found;
        end = {};
    }
    if (owner != what.destination) end = on.call(what, until, reply, answer_most);
    if (!end.ok()) return failure(end);
    ret_json = bus::text_at(reply, "0");
    return {};
}

status client::list(bus::clock::time_point until, wire::device_list& ret)
{
    std::string json;
    const status s = ask("GetRegistrations", {}, until, json);
    return s.ok() ? from_json(json, ret) : s;
}

status client::verdict(const char* method, const texts& arguments, bus::clock::time_point until,
                       wire::device_verdict& ret, bool& ret_cut)
{
    std::string json;
    const status s = ask(method, arguments, until, json);
    return s.ok() ? from_json(json, ret, ret_cut) : s;
}

status client::key_match(const std::string& instance, bus::clock::time_point until,
                         wire::device_verdict& ret)
{
    bool cut = false;
    return verdict("KeyMatch", {instance}, until, ret, cut);
}

status client::sign_test(const std::string& instance, bus::clock::time_point until,
                         wire::device_verdict& ret)
{
    bool cut = false;
    return verdict("SignTest", {instance}, until, ret, cut);
}

status client::server_test(const std::string& instance, const std::string& cloud,
                           bus::clock::time_point until, wire::device_verdict& ret, bool& ret_cut)
{
    return verdict("ServerTest", {instance, cloud}, until, ret, ret_cut);
}

} // namespace dsreg::device
