// The module dsreg.broker: is there an identity broker for this user, and is it well?
#include "broker/bodies.h"
#include "broker/facts.h"
#include "broker/findings.h"

#include <dsreg/svc/broker.h>
#include <dsreg/svc/dbus.h>
#include <dsreg/svc/fs.h>

namespace broker {
namespace {

constexpr const char* bus_services[] = {DSREG_SVC_DBUS, nullptr};
constexpr const char* broker_services[] = {DSREG_SVC_BROKER, nullptr};
constexpr const char* name_services[] = {DSREG_SVC_BROKER, "?" DSREG_SVC_DBUS, nullptr};
constexpr const char* unit_services[] = {DSREG_SVC_DBUS, "?" DSREG_SVC_FS, "?" DSREG_SVC_BROKER,
                                         nullptr};

constexpr const char* bus_inputs[] = {"?run.user.uid", "?run.elevated", nullptr};
constexpr const dsreg_fact_decl* bus_outputs[] = {&f_bus, nullptr};
constexpr const dsreg_finding_decl* bus_findings[] = {&no_session_bus, &session_bus_denied,
                                                      &session_bus_broken, nullptr};
constexpr dsreg_probe p_bus = {
    .struct_size = sizeof p_bus,
    .flags = 0,
    .timeout_ms = 4000,
    .order = 10,
    .id = "broker.session-bus",
    .section = section,
    .title = "Session Bus Test",
    .services = bus_services,
    .inputs = bus_inputs,
    .settings = nullptr,
    .outputs = bus_outputs,
    .findings = bus_findings,
    .run = dsreg::run<session_bus>,
    .paths = nullptr,
};

constexpr const char* name_inputs[] = {"broker.bus", nullptr};
constexpr const dsreg_fact_decl* name_outputs[] = {
    &f_vendor, &f_owner_pid, &f_activatable, &f_binary, &f_binary_time, &f_authd, nullptr};
constexpr const dsreg_finding_decl* name_findings[] = {&not_installed, &exec_missing, &name_unknown,
                                                       nullptr};
constexpr dsreg_probe p_name = {
    .struct_size = sizeof p_name,
    .flags = 0,
    .timeout_ms = 4000,
    .order = 20,
    .id = "broker.name",
    .section = section,
    .title = "Broker Test",
    .services = name_services,
    .inputs = name_inputs,
    .settings = nullptr,
    .outputs = name_outputs,
    .findings = name_findings,
    .run = dsreg::run<name>,
    .paths = nullptr,
};

constexpr const char* start_inputs[] = {"broker.vendor", "?broker.owner-pid", nullptr};
constexpr const dsreg_fact_decl* start_outputs[] = {&f_started, nullptr};
constexpr const dsreg_finding_decl* start_findings[] = {&activation_failed, nullptr};
constexpr dsreg_probe p_start = {
    .struct_size = sizeof p_start,
    .flags = DSREG_P_ACTIVE | DSREG_P_QUIET,
    .timeout_ms = 8000,
    .order = 30,
    .id = "broker.start",
    .section = section,
    .title = "Broker Start Test",
    .services = broker_services,
    .inputs = start_inputs,
    .settings = nullptr,
    .outputs = start_outputs,
    .findings = start_findings,
    .run = dsreg::run<start>,
    .paths = nullptr,
};

constexpr const char* version_inputs[] = {"broker.vendor", "?broker.owner-pid", "?broker.started",
                                          nullptr};
constexpr const dsreg_fact_decl* version_outputs[] = {&f_version, &f_java_era, nullptr};
constexpr const dsreg_finding_decl* version_findings[] = {
    &no_answer, &died, &garbage, &denied, &refused, &java_era, &restart_needed, nullptr};
constexpr dsreg_probe p_version = {
    .struct_size = sizeof p_version,
    .flags = 0,
    .timeout_ms = 8000,
    .order = 40,
    .id = "broker.version",
    .section = section,
    .title = "Broker Version Test",
    .services = broker_services,
    .inputs = version_inputs,
    .settings = nullptr,
    .outputs = version_outputs,
    .findings = version_findings,
    .run = dsreg::run<version>,
    .paths = nullptr,
};

constexpr const char* unit_inputs[] = {"?broker.vendor", "?broker.version", "?broker.java-era",
                                       nullptr};
constexpr const dsreg_fact_decl* unit_outputs[] = {&f_service,   &f_mode,   &f_load,  &f_active,
                                                   &f_sub,       &f_result, &f_owned, &f_era,
                                                   &f_device_ok, nullptr};
constexpr const dsreg_finding_decl* unit_findings[] = {
    &unit_masked,    &unit_failed, &unit_missing,   &no_system_bus,
    &policy_missing, &mismatch,    &restart_needed, nullptr};
constexpr const char* unit_paths[] = {
    "/usr/share/dbus-1/system-services/com.microsoft.identity.devicebroker1.service",
    "/usr/share/dbus-1/system.d/com.microsoft.identity.devicebroker1.conf",
    "/etc/dbus-1/system.d/com.microsoft.identity.devicebroker1.conf",
    "/opt/microsoft/identity-broker/bin/", nullptr};
constexpr dsreg_probe p_unit = {
    .struct_size = sizeof p_unit,
    .flags = 0,
    .timeout_ms = 8000,
    .order = 50,
    .id = "broker.device-service",
    .section = section,
    .title = "Device Broker Test",
    .services = unit_services,
    .inputs = unit_inputs,
    .settings = nullptr,
    .outputs = unit_outputs,
    .findings = unit_findings,
    .run = dsreg::run<device_service>,
    .paths = unit_paths,
};

} // namespace
} // namespace broker

DSREG_MODULE("dsreg.broker", "0.1.0", "dsreg", nullptr, "MIT", &broker::p_bus, &broker::p_name,
             &broker::p_start, &broker::p_version, &broker::p_unit);
