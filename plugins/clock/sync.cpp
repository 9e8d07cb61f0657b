#include "clock/sync.h"

#include "common/unit_path.h"

#include <dsreg/svc/dbus.h>
#include <dsreg/svc/fs.h>

#include <string_view>

namespace timing {
namespace {

constexpr const char* properties = "org.freedesktop.DBus.Properties";
constexpr const char* timesyncd = "systemd-timesyncd.service";
// As in the ntp-units.d of their packages.
constexpr const char* services[] = {timesyncd,         "chrony.service", "chronyd.service",
                                    "ntpsec.service",  "ntpd.service",   "ntp.service",
                                    "openntpd.service"};
// Together with the exchange that is timed they must fit into the probe's time.
constexpr uint32_t timedated_ms = 800, unit_ms = 300;
// systemd-timesyncd touches it when it has set the clock.
constexpr const char* touched = "/run/systemd/timesync/synchronized";

known of_bool(bool yes)
{
    return yes ? known::yes : known::no;
}

known flag(const dsreg_dbus_reply& reply, std::string_view name)
{
    for (uint32_t i = 0; i < reply.item_count; i++)
        if (name == reply.items[i].name && reply.items[i].value.type == DSREG_T_BOOL)
            return of_bool(reply.items[i].value.u.i != 0);
    return known::unknown;
}

// Nothing that is asked here decides alone, so no answer is no error.
bool get(dsreg::host host, const dsreg_dbus_request& request, uint32_t timeout_ms,
         const dsreg_dbus_reply*& ret)
{
    const auto* dbus = host.service<dsreg_svc_dbus>(DSREG_SVC_DBUS);
    const dsreg_call call{sizeof call, DSREG_CALL_OPTIONAL, timeout_ms, 0};
    ret = nullptr;
    if (dbus == nullptr) return true;
    const dsreg_status s = dbus->call(host.raw(), &call, &request, &ret);
    if (s != DSREG_OK) ret = nullptr;
    return s != DSREG_E_CANCELLED;
}

bool ask_timedated(dsreg::host host, sync_state& ret, bool& ret_hangs)
{
    const dsreg_value of[] = {dsreg::text("org.freedesktop.timedate1")};
    const dsreg_dbus_reply* reply = nullptr;
    if (!get(host,
             {sizeof(dsreg_dbus_request), DSREG_BUS_SYSTEM, "org.freedesktop.timedate1",
              "/org/freedesktop/timedate1", properties, "GetAll", "s", of},
             timedated_ms, reply))
        return false;
    ret_hangs = reply != nullptr && reply->error == DSREG_X_TIMEOUT;
    if (reply == nullptr || reply->error != DSREG_X_NONE) return true;
    ret.service = flag(*reply, "0/NTP");
    ret.synchronized = flag(*reply, "0/NTPSynchronized");
    ret.none_known = ret.service == known::no;
    return true;
}

bool ask_units(dsreg::host host, sync_state& ret)
{
    bool answered = false, all = true;
    for (const char* unit : services) {
        const dsreg_value of[] = {dsreg::text("org.freedesktop.systemd1.Unit"),
                                  dsreg::text("ActiveState")};
        const std::string path = common::unit_path(unit);
        const dsreg_dbus_reply* reply = nullptr;
        if (!get(host,
                 {sizeof(dsreg_dbus_request), DSREG_BUS_SYSTEM, "org.freedesktop.systemd1",
                  path.c_str(), properties, "Get", "ss", of},
                 unit_ms, reply))
            return false;
        if (reply == nullptr || reply->error == DSREG_X_CONNECT) return true; // no system bus
        if (reply->error == DSREG_X_TIMEOUT) return true; // it would let each question run out
        if (reply->error == DSREG_X_NOT_FOUND || reply->error == DSREG_X_REFUSED) continue;
        const bool said = reply->error == DSREG_X_NONE && reply->item_count != 0 &&
                          reply->items[0].value.type == DSREG_T_STR;
        answered = answered || said;
        all = all && said;
        if (!said) continue;
        if (dsreg::view(reply->items[0].value.u.s) != "active") continue;
        ret.service = known::yes;
        ret.name = unit;
        break;
    }
    ret.source = "systemd";
    ret.none_known = answered && all && ret.service == known::unknown;
    return true;
}

void look_at_mark(dsreg::host host, sync_state& ret)
{
    const auto* fs = host.service<dsreg_svc_fs>(DSREG_SVC_FS);
    if (fs == nullptr || ret.name != timesyncd) return; // others leave no mark
    const dsreg_call call{sizeof call, DSREG_CALL_OPTIONAL, 300, 0};
    const dsreg_fs_reply* reply = nullptr;
    if (fs->read(host.raw(), &call, touched, 0, &reply) != DSREG_OK) return;
    if (reply->error == DSREG_X_NONE) ret.synchronized = known::yes;
    if (reply->error == DSREG_X_NOT_FOUND) ret.synchronized = known::no;
}

} // namespace

bool ask_sync(dsreg::host host, sync_state& ret)
{
    sync_state state;
    bool hangs = false;
    if (!ask_timedated(host, state, hangs)) return false;
    if (!hangs && state.service == known::unknown && state.synchronized == known::unknown) {
        if (!ask_units(host, state)) return false;
        look_at_mark(host, state);
    }
    ret = std::move(state);
    return true;
}

} // namespace timing
