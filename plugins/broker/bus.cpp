// broker.session-bus: can the target user's session bus be reached at all?
#include "broker/bodies.h"
#include "common/evidence.h"
#include "common/input.h"

#include <dsreg/svc/dbus.h>

namespace broker {
namespace {

struct verdict {
    const char* code;
    const char* sentence;
    uint32_t outer;
};

verdict judge(uint32_t error, bool root)
{
    switch (error) {
    case DSREG_X_ACCESS:
        return {"broker.session-bus-denied",
                root ? "the session bus turned root away: it serves its own user only"
                     : "the session bus turned this user away: it belongs to somebody else",
                code_of(error)};
    case DSREG_X_NOT_FOUND:
    case DSREG_X_CONNECT:
        return {
            "broker.no-session-bus",
            root ? "Failed to get broker instance: no user session bus; root has none of its own"
                 : "Failed to get broker instance: no user session bus; this user has no session "
                   "that dsreg can reach",
            code_of(error)};
    case DSREG_X_TIMEOUT:
        return {"broker.session-bus-broken", "the session bus did not answer in time",
                code_of(error)};
    default:
        return {"broker.session-bus-broken", "the session bus gave no usable answer",
                code_of(error)};
    }
}

} // namespace

dsreg::result session_bus(dsreg::host host)
{
    const auto* dbus = host.service<dsreg_svc_dbus>(DSREG_SVC_DBUS);
    const dsreg_call call{sizeof call, 0, 3000, 0};
    const dsreg_dbus_request request{sizeof request,
                                     DSREG_BUS_SESSION,
                                     "org.freedesktop.DBus",
                                     "/org/freedesktop/DBus",
                                     "org.freedesktop.DBus",
                                     "GetId",
                                     "",
                                     nullptr};
    const dsreg_dbus_reply* reply = nullptr;
    if (dbus->call(host.raw(), &call, &request, &reply) != DSREG_OK) return dsreg::result::none();
    if (reply->error == DSREG_X_NONE) {
        host.fact("broker.bus", dsreg::text("session"), "bus");
        return dsreg::result::pass();
    }

    const int64_t uid = common::input_number(host, "run.user.uid", -1);
    const bool elevated = common::input_number(host, "run.elevated", 0) != 0;
    const verdict v = judge(reply->error, elevated && uid == 0);
    common::evidence e;
    e.text("bus", "session").text("bus-error", reply->error_name);
    if (uid >= 0) e.number("uid", uid);
    e.boolean("elevated", elevated);
    // The bus's own words may hold command lines; without its error they are the host's.
    e.text("error", dsreg::view(reply->error_text),
           *reply->error_name != '\0' ? DSREG_F_PERSONAL : 0);
    e.report(host, v.code, v.sentence);
    return dsreg::result::fail(v.outer != 0 ? v.outer : code_garbage);
}

} // namespace broker
