#include "broker/bodies.h"
#include "broker/unit.h"
#include "common/unit_path.h"

#include <string_view>

namespace broker {
namespace {

constexpr const char* properties = "org.freedesktop.DBus.Properties";

const dsreg_value* find(const dsreg_dbus_reply& reply, std::string_view path, dsreg_type type)
{
    for (uint32_t i = 0; i < reply.item_count; i++)
        if (path == reply.items[i].name && reply.items[i].value.type == type)
            return &reply.items[i].value;
    return nullptr;
}

std::string_view item(const dsreg_dbus_reply& reply, std::string_view path)
{
    const dsreg_value* v = find(reply, path, DSREG_T_STR);
    return v == nullptr ? std::string_view{} : dsreg::view(v->u.s);
}

int64_t number(const dsreg_dbus_reply& reply, std::string_view path, dsreg_type type)
{
    const dsreg_value* v = find(reply, path, type);
    return v == nullptr ? 0 : v->u.i;
}

dsreg_status ask(dsreg::host host, const dsreg_svc_dbus& dbus, const std::string& path,
                 const char* member, const char* signature, const dsreg_value* arguments,
                 uint32_t flags, const dsreg_dbus_reply*& ret)
{
    const dsreg_call call{sizeof call, flags, 3000, 0};
    const dsreg_dbus_request request{sizeof request, DSREG_BUS_SYSTEM, "org.freedesktop.systemd1",
                                     path.c_str(),   properties,       member,
                                     signature,      arguments};
    return dbus.call(host.raw(), &call, &request, &ret);
}

unit_answer classify(const dsreg_dbus_reply& reply)
{
    const std::string_view name = reply.error_name;
    const bool nobody = name == "org.freedesktop.DBus.Error.NameHasNoOwner" ||
                        name == "org.freedesktop.DBus.Error.ServiceUnknown" || name.empty();
    switch (reply.error) {
    case DSREG_X_NONE:
        return unit_answer::known;
    case DSREG_X_CONNECT:
        return unit_answer::no_systemd;
    case DSREG_X_NOT_FOUND:
        return nobody ? unit_answer::no_systemd : unit_answer::not_found;
    case DSREG_X_REFUSED:
        return unit_answer::not_found; // NoSuchUnit, UnknownInterface
    default:
        return unit_answer::broken;
    }
}

} // namespace

dsreg_status ask_systemd(dsreg::host host, const dsreg_svc_dbus& dbus, const char* unit,
                         unit_state& ret)
{
    ret = {};
    const std::string path = common::unit_path(unit);
    const dsreg_value of_unit[] = {dsreg::text("org.freedesktop.systemd1.Unit")};
    const dsreg_dbus_reply* reply = nullptr;
    dsreg_status s = ask(host, dbus, path, "GetAll", "s", of_unit, 0, reply);
    if (s != DSREG_OK) return s;
    ret.answer = classify(*reply);
    ret.error_name = reply->error_name;
    ret.error_text = dsreg::view(reply->error_text);
    if (ret.answer == unit_answer::broken) ret.code = code_of(reply->error);
    if (ret.answer != unit_answer::known) return DSREG_OK;

    ret.load = item(*reply, "0/LoadState");
    ret.active = item(*reply, "0/ActiveState");
    ret.sub = item(*reply, "0/SubState");
    if (ret.load.empty()) { // who answers like that is not systemd
        ret.answer = unit_answer::broken;
        ret.code = code_garbage;
        return DSREG_OK;
    }
    if (ret.load == "not-found") ret.answer = unit_answer::not_found;
    if (ret.load != "loaded") return DSREG_OK;
    ret.reload_due = number(*reply, "0/NeedDaemonReload", DSREG_T_BOOL) != 0;
    const dsreg_value of_service[] = {dsreg::text("org.freedesktop.systemd1.Service")};
    s = ask(host, dbus, path, "GetAll", "s", of_service, DSREG_CALL_OPTIONAL, reply);
    if (s != DSREG_OK || reply->error != DSREG_X_NONE) return DSREG_OK;
    ret.result = item(*reply, "0/Result");
    ret.user_known = find(*reply, "0/User", DSREG_T_STR) != nullptr;
    ret.user = item(*reply, "0/User");
    ret.program = item(*reply, "0/ExecStart/0/0");
    ret.started = number(*reply, "0/ExecMainStartTimestamp", DSREG_T_INT) * 1000;
    return DSREG_OK;
}

bool is_served(dsreg::host host, const dsreg_svc_dbus& dbus, const char* name)
{
    bool owned = false;
    if (!ask_owned(host, dbus, name, owned) || owned) return owned;
    const dsreg_call call{sizeof call, DSREG_CALL_OPTIONAL, 1000, 0};
    const dsreg_dbus_request request{sizeof request,
                                     DSREG_BUS_SYSTEM,
                                     "org.freedesktop.DBus",
                                     "/org/freedesktop/DBus",
                                     "org.freedesktop.DBus",
                                     "ListActivatableNames",
                                     "",
                                     nullptr};
    const dsreg_dbus_reply* reply = nullptr;
    if (dbus.call(host.raw(), &call, &request, &reply) != DSREG_OK) return false;
    if (reply->error != DSREG_X_NONE) return false;
    for (uint32_t i = 0; i < reply->item_count; i++) {
        const dsreg_value& v = reply->items[i].value;
        if (v.type == DSREG_T_STR && dsreg::view(v.u.s) == name) return true;
    }
    return false;
}

bool ask_owned(dsreg::host host, const dsreg_svc_dbus& dbus, const char* name, bool& ret_owned)
{
    const dsreg_call call{sizeof call, DSREG_CALL_OPTIONAL, 1000, 0};
    const dsreg_value argument = dsreg::text(name);
    const dsreg_dbus_request request{sizeof request,
                                     DSREG_BUS_SYSTEM,
                                     "org.freedesktop.DBus",
                                     "/org/freedesktop/DBus",
                                     "org.freedesktop.DBus",
                                     "NameHasOwner",
                                     "s",
                                     &argument};
    const dsreg_dbus_reply* reply = nullptr;
    if (dbus.call(host.raw(), &call, &request, &reply) != DSREG_OK) return false;
    if (reply->error != DSREG_X_NONE || reply->item_count == 0) return false;
    if (reply->items[0].value.type != DSREG_T_BOOL) return false;
    ret_owned = reply->items[0].value.u.i != 0;
    return true;
}

} // namespace broker
