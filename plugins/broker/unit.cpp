// broker.device-service: the system unit behind the session's broker. Not running is fine: the bus
// starts it when it is needed.
#include "broker/unit.h"
#include "broker/bodies.h"
#include "common/evidence.h"
#include "common/input.h"

#include <dsreg/svc/fs.h>

namespace broker {
namespace {

constexpr const char* microsoft_units[] = {
    "microsoft-identity-device-broker.service",
    "microsoft-identity-devicebroker.service", // 2.0.2
    nullptr,
};
constexpr const char* himmelblau_units[] = {"himmelblaud.service", nullptr};

constexpr const char* policies[] = {
    "/usr/share/dbus-1/system.d/com.microsoft.identity.devicebroker1.conf",
    "/etc/dbus-1/system.d/com.microsoft.identity.devicebroker1.conf",
};
constexpr const char* activation_file =
    "/usr/share/dbus-1/system-services/com.microsoft.identity.devicebroker1.service";

bool is_there(dsreg::host host, const dsreg_svc_fs& fs, const char* path, bool& ret_sure)
{
    const dsreg_call call{sizeof call, DSREG_CALL_OPTIONAL, 1000, 0};
    const dsreg_fs_reply* reply = nullptr;
    if (fs.read(host.raw(), &call, path, 0, &reply) != DSREG_OK) {
        ret_sure = false;
        return false;
    }
    if (reply->error != DSREG_X_NONE && reply->error != DSREG_X_NOT_FOUND) ret_sure = false;
    return reply->error == DSREG_X_NONE;
}

// Installed without its policy, the bus denies every call to the device broker.
void look_at_policy(dsreg::host host)
{
    const auto* fs = host.service<dsreg_svc_fs>(DSREG_SVC_FS);
    if (fs == nullptr) return;
    bool sure = true;
    if (!is_there(host, *fs, activation_file, sure)) return;
    for (const char* path : policies)
        if (is_there(host, *fs, path, sure)) return;
    if (!sure) return;
    common::evidence e;
    e.text("bus-name", "com.microsoft.identity.devicebroker1").text("file", policies[0]);
    e.report(host, "broker.policy-missing",
             "the device broker is installed without its D-Bus policy");
}

void report_facts(dsreg::host host, const char* service, const unit_state& unit)
{
    host.fact("broker.service", dsreg::text(service), "systemd");
    host.fact("broker.device-load-state", dsreg::text(unit.load), "systemd");
    if (!unit.active.empty())
        host.fact("broker.device-active-state", dsreg::text(unit.active), "systemd");
    if (!unit.sub.empty()) host.fact("broker.device-sub-state", dsreg::text(unit.sub), "systemd");
    if (!unit.result.empty())
        host.fact("broker.device-result", dsreg::text(unit.result), "systemd");
}

dsreg::result judge(dsreg::host host, const char* unit_name, const unit_state& unit)
{
    common::evidence e;
    e.text("unit", unit_name).text("load-state", unit.load).text("active-state", unit.active);
    e.text("sub-state", unit.sub).text("result", unit.result);
    if (unit.load == "masked") {
        e.report(host, "broker.device-unit-masked", "the device broker's system unit is masked");
        return dsreg::result::fail(code_absent);
    }
    if (unit.active == "failed" || unit.load == "error" || unit.load == "bad-setting") {
        e.report(host, "broker.device-unit-failed",
                 unit.active == "failed" ? "the device broker's system unit has failed"
                                         : "systemd cannot load the device broker's system unit");
        return dsreg::result::fail(code_absent);
    }
    return dsreg::result::pass();
}

dsreg::result missing(dsreg::host host, std::string_view vendor, const char* unit_name)
{
    const uint32_t state = common::input_state(host, "broker.vendor");
    if (vendor == "microsoft" || vendor == "himmelblau") {
        common::evidence e;
        e.text("unit", unit_name).text("load-state", "not-found").text("vendor", vendor);
        e.report(host, "broker.device-unit-missing",
                 "systemd does not know the system unit that belongs to this broker");
        return dsreg::result::fail(code_absent);
    }
    if (state == DSREG_IN_BROKEN)
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                                   "no device broker is known to systemd, and which broker is "
                                   "installed could not be found out",
                                   "broker.vendor");
    return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE,
                               state == DSREG_IN_PRESENT
                                   ? "this broker has no device broker that systemd knows"
                                   : "no device broker is installed");
}

dsreg::result no_bus(dsreg::host host, const unit_state& unit)
{
    common::evidence e;
    e.text("bus", "system").text("bus-error", unit.error_name);
    e.text("error", unit.error_text, DSREG_F_PERSONAL);
    e.report(host, "broker.no-system-bus", "the system bus did not let systemd be asked");
    return dsreg::result::fail(unit.code);
}

} // namespace

dsreg::result device_service(dsreg::host host)
{
    const auto* dbus = host.service<dsreg_svc_dbus>(DSREG_SVC_DBUS);
    const std::string_view vendor = common::input_text(host, "broker.vendor");
    if (vendor == "proxy") {
        host.fact("broker.service", dsreg::unknown("runs in a container"), "broker");
        return dsreg::result::pass();
    }
    const bool himmelblau = vendor == "himmelblau";
    const char* const* names = himmelblau ? himmelblau_units : microsoft_units;

    unit_state unit;
    const char* found = nullptr;
    for (; *names != nullptr && found == nullptr; names++) {
        if (ask_systemd(host, *dbus, *names, unit) != DSREG_OK) return dsreg::result::none();
        if (unit.answer == unit_answer::known) found = *names;
        if (unit.answer == unit_answer::no_systemd)
            return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE, "systemd does not run here");
        if (unit.answer == unit_answer::broken) return no_bus(host, unit);
    }
    if (found == nullptr)
        return missing(host, vendor, himmelblau ? himmelblau_units[0] : microsoft_units[0]);

    // Himmelblau's row is its session unit; what can fail for the whole machine is the daemon.
    report_facts(host, himmelblau ? "himmelblau-broker.service" : found, unit);
    if (!himmelblau) {
        bool owned = false;
        if (ask_owned(host, *dbus, "com.microsoft.identity.devicebroker1", owned))
            host.fact("broker.device-name-owned", dsreg::boolean(owned), "bus");
        look_at_policy(host);
    }
    return judge(host, found, unit);
}

} // namespace broker
