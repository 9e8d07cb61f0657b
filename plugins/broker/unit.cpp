// broker.device-service: the system unit behind the session's broker. Not running is fine: the bus
// starts it when it is needed.
#include "broker/unit.h"
#include "broker/bodies.h"
#include "broker/device_mode.h"
#include "broker/era.h"
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
constexpr const char* programs = "/opt/microsoft/identity-broker/bin/";
constexpr const char* activation_file =
    "/usr/share/dbus-1/system-services/com.microsoft.identity.devicebroker1.service";

bool is_there(dsreg::host host, const dsreg_svc_fs& fs, const char* path, bool& ret_sure,
              std::string_view* ret_text = nullptr)
{
    const dsreg_call call{sizeof call, DSREG_CALL_OPTIONAL, 1000, 0};
    const dsreg_fs_reply* reply = nullptr;
    if (fs.read(host.raw(), &call, path, 0, &reply) != DSREG_OK) {
        ret_sure = false;
        return false;
    }
    if (reply->error != DSREG_X_NONE && reply->error != DSREG_X_NOT_FOUND) ret_sure = false;
    if (reply->error == DSREG_X_NONE && ret_text != nullptr) *ret_text = dsreg::view(reply->bytes);
    return reply->error == DSREG_X_NONE;
}

// Installed without its policy, the bus denies every call to the device broker. `ret_file`: the
// bus's service file; "": none that could be read.
void look_at_policy(dsreg::host host, std::string_view& ret_file)
{
    const auto* fs = host.service<dsreg_svc_fs>(DSREG_SVC_FS);
    if (fs == nullptr) return;
    bool sure = true;
    if (!is_there(host, *fs, activation_file, sure, &ret_file)) return;
    for (const char* path : policies)
        if (is_there(host, *fs, path, sure)) return;
    if (!sure) return;
    common::evidence e;
    e.text("bus-name", "com.microsoft.identity.devicebroker1").text("file", policies[0]);
    e.report(host, "broker.policy-missing",
             "the device broker is installed without its D-Bus policy");
}

// When the program that the unit starts was built (packages keep that time); 0: not known. It lies
// among few files.
int64_t built_at(dsreg::host host, const std::string& program)
{
    const auto* fs = host.service<dsreg_svc_fs>(DSREG_SVC_FS);
    if (fs == nullptr || program.rfind(programs, 0) != 0) return 0;
    const dsreg_call call{sizeof call, DSREG_CALL_OPTIONAL, 1000, 0};
    const dsreg_fs_reply* reply = nullptr;
    if (fs->list(host.raw(), &call, programs, &reply) != DSREG_OK) return 0;
    for (uint32_t i = 0; reply->error == DSREG_X_NONE && i < reply->count; i++)
        if (program.substr(std::string_view(programs).size()) == reply->entries[i].name)
            return reply->entries[i].modified;
    return 0;
}

void look_at_age(dsreg::host host, const char* unit_name, const unit_state& unit)
{
    if (unit.active != "active") return; // the next start takes what is installed
    const bool older = unit.started != 0 && built_at(host, unit.program) > unit.started;
    if (!older && !unit.reload_due) return;
    common::evidence e;
    e.text("unit", unit_name)
        .text("file", unit.program)
        .boolean("unit-file-changed", unit.reload_due);
    e.report(host, "broker.restart-needed",
             older ? "the device broker's program was built after it started"
                   : "the device broker's unit has changed since systemd read it");
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

dsreg::result judge(dsreg::host host, const char* unit_name, const unit_state& unit,
                    const device_era& device)
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
    if (report_mismatch(host, unit_name, device)) return dsreg::result::fail();
    host.fact("broker.device-ok", dsreg::boolean(true), "systemd");
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
    report_device_mode(host);
    const std::string_view vendor = common::input_text(host, "broker.vendor");
    if (vendor == "proxy") {
        host.fact("broker.service", dsreg::unknown("runs in a container"), "broker");
        return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE,
                                   "the device broker runs in a container, where dsreg does not "
                                   "look");
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
    device_era device;
    report_facts(host, himmelblau ? "himmelblau-broker.service" : found, unit);
    if (!himmelblau) {
        bool owned = false;
        if (ask_owned(host, *dbus, "com.microsoft.identity.devicebroker1", owned))
            host.fact("broker.device-name-owned", dsreg::boolean(owned), "bus");
        std::string_view file;
        look_at_policy(host, file);
        device = era_of(unit, file);
        if (device.what != era::unknown)
            host.fact("broker.device-era", dsreg::text(device.what == era::java ? "java" : "cpp"),
                      device.source);
        look_at_age(host, found, unit);
    }
    return judge(host, found, unit, device);
}

} // namespace broker
