// The module dsreg.device-state: is this machine a registered device, which one, and does its
// tenant agree?
#include "device-state/bodies.h"
#include "device-state/facts.h"
#include "device-state/findings.h"

#include <dsreg/svc/broker.h>
#include <dsreg/svc/dbus.h>
#include <dsreg/svc/device.h>
#include <dsreg/svc/fs.h>

namespace device_state {
namespace {

constexpr const char* checks = "Device Checks";

constexpr const char* registered_services[] = {DSREG_SVC_DEVICE, "?" DSREG_SVC_BROKER,
                                               "?" DSREG_SVC_DBUS, "?" DSREG_SVC_FS, nullptr};
constexpr const char* registered_inputs[] = {
    "?user.account",  "?user.tenant",    "?user.environment", "?run.tenant",  "?cert.device-id",
    "?broker.vendor", "?broker.version", "?broker.java-era",  "?join.failed", "?broker.authd",
    nullptr};
constexpr const char* registered_settings[] = {"vdi", nullptr};
constexpr const char* registered_paths[] = {"/etc/hostname", "/etc/samba/smb.conf",
                                            "/etc/sssd/sssd.conf", "/etc/krb5.keytab", nullptr};
constexpr const dsreg_fact_decl* registered_outputs[] = {&f_joined,
                                                         &f_enterprise,
                                                         &f_domain_joined,
                                                         &f_domain,
                                                         &f_vdi,
                                                         &f_vdi_provider,
                                                         &f_vdi_type,
                                                         &f_vdi_mode,
                                                         &f_vdi_count,
                                                         &f_vdi_pair,
                                                         &f_name,
                                                         &f_join_state,
                                                         &f_device_id,
                                                         &f_tenant_id,
                                                         &f_mdm,
                                                         &f_mdm_terms,
                                                         &f_mdm_compliance,
                                                         &f_settings,
                                                         &f_workplace,
                                                         &f_work_device,
                                                         &f_work_thumbprint,
                                                         &f_work_validity,
                                                         &f_work_container,
                                                         &f_work_provider,
                                                         &f_work_tpm,
                                                         &f_work_tenant,
                                                         &f_work_name,
                                                         nullptr};
constexpr const dsreg_finding_decl* registered_findings[] = {
    &not_registered, &both_joined, &enterprise_no_domain, &vdi_invalid, &mdm_urls_empty, nullptr};
constexpr dsreg_probe p_registered = {
    .struct_size = sizeof p_registered,
    .flags = 0,
    .timeout_ms = 8000,
    .order = 10,
    .id = "device.registered",
    .section = checks,
    .title = "Registration Test",
    .services = registered_services,
    .inputs = registered_inputs,
    .settings = registered_settings,
    .outputs = registered_outputs,
    .findings = registered_findings,
    .run = dsreg::run<registered>,
    .paths = registered_paths,
};

constexpr const char* identity_services[] = {DSREG_SVC_DEVICE, "?" DSREG_SVC_BROKER, nullptr};
constexpr const char* identity_inputs[] = {
    "?device.id",    "?cert.device-id", "?token.device-id",  "?token.tenant-id", "?run.tenant",
    "?user.account", "?user.tenant",    "?user.environment", "?broker.version",  nullptr};
constexpr const dsreg_fact_decl* identity_outputs[] = {&f_agrees, nullptr};
constexpr const dsreg_finding_decl* identity_findings[] = {&id_differs, &tenant_differs, nullptr};
constexpr dsreg_probe p_identity = {
    .struct_size = sizeof p_identity,
    .flags = 0,
    .timeout_ms = 6000,
    .order = 50,
    .id = "device.identity",
    .section = checks,
    .title = "Identity Test",
    .services = identity_services,
    .inputs = identity_inputs,
    .settings = nullptr,
    .outputs = identity_outputs,
    .findings = identity_findings,
    .run = dsreg::run<identity>,
    .paths = nullptr,
};

constexpr const char* server_services[] = {DSREG_SVC_DEVICE, nullptr};
constexpr const char* server_inputs[] = {
    "?tenant.id",        "?key.usable",   "?key.signs",          "?cert.instance",
    "?cert.not-after",   "?cert.in-time", "?net.endpoint-state", "?time.skewed",
    "?time.offset",      "?run.tenant",   "?user.tenant",        "?run.cloud",
    "?user.environment", "?sts.issuer",   "?device.agrees",      nullptr};
constexpr const dsreg_fact_decl* server_outputs[] = {&f_auth_status, nullptr};
constexpr const dsreg_finding_decl* server_findings[] = {&disabled, &deleted, &inconclusive,
                                                         nullptr};
constexpr dsreg_probe p_server = {
    .struct_size = sizeof p_server,
    .flags = DSREG_P_NETWORK | DSREG_P_ACTIVE,
    .timeout_ms = 18'000, // a device that is new is asked for twice, five seconds apart
    .order = 60,
    .id = "device.server-state",
    .section = checks,
    .title = "Device Server Test",
    .services = server_services,
    .inputs = server_inputs,
    .settings = nullptr,
    .outputs = server_outputs,
    .findings = server_findings,
    .run = dsreg::run<server_state>,
    .paths = nullptr,
};

} // namespace
} // namespace device_state

DSREG_MODULE("dsreg.device-state", "0.1.0", "dsreg", nullptr, "MIT", &device_state::p_registered,
             &device_state::p_identity, &device_state::p_server);
