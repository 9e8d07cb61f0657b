// The module dsreg.connectivity: can this machine reach what sign-in and registration need?
#include "connectivity/bodies.h"
#include "connectivity/findings.h"

#include <dsreg/svc/fs.h>
#include <dsreg/svc/http.h>
#include <dsreg/svc/net.h>

namespace connectivity {
namespace {

constexpr const char* section = "Network Checks";

constexpr dsreg_fact_decl many(uint32_t flags, uint32_t order, const char* key)
{
    return {sizeof(dsreg_fact_decl), DSREG_T_STR, DSREG_F_MANY | flags, order, key, section, ""};
}

constexpr auto f_endpoint = many(0, 110, "net.endpoint");
constexpr auto f_state = many(DSREG_F_HIDDEN, 0, "net.endpoint-state");
constexpr auto f_proxy = many(DSREG_F_HIDDEN, 0, "net.endpoint-proxy");
constexpr auto f_issuer = many(DSREG_F_HIDDEN, 0, "net.issuer");
constexpr auto f_fingerprint = many(DSREG_F_HIDDEN, 0, "net.fingerprint");
constexpr dsreg_fact_decl f_reachable = {
    sizeof f_reachable, DSREG_T_BOOL, DSREG_F_HIDDEN, 0, "drs.reachable", "Diagnostic Data", ""};

constexpr const char* endpoint_services[] = {DSREG_SVC_NET, "?" DSREG_SVC_FS, nullptr};
constexpr const char* endpoint_inputs[] = {"?run.cloud", "?user.environment", nullptr};
constexpr const char* endpoint_settings[] = {"extra-hosts", nullptr};
constexpr const char* endpoint_paths[] = {"/proc/net/route", "/proc/net/ipv6_route", nullptr};
constexpr const dsreg_fact_decl* endpoint_outputs[] = {&f_endpoint, &f_state, &f_proxy, nullptr};
constexpr const dsreg_finding_decl* endpoint_findings[] = {
    &no_network,   &dns_broken,   &tls_broken,    &tls_clock,      &host_dns,
    &host_refused, &host_timeout, &host_tls,      &host_reset,     &proxy,
    &proxy_kind,   &inspected,    &optional_host, &bad_extra_host, nullptr};
constexpr dsreg_probe p_endpoints = {
    .struct_size = sizeof p_endpoints,
    .flags = DSREG_P_NETWORK,
    .timeout_ms = 8000,
    .order = 10,
    .id = "net.endpoints",
    .section = section,
    .title = "Endpoints Test",
    .services = endpoint_services,
    .inputs = endpoint_inputs,
    .settings = endpoint_settings,
    .outputs = endpoint_outputs,
    .findings = endpoint_findings,
    .run = dsreg::run<endpoints>,
    .paths = endpoint_paths,
};

constexpr const char* inspection_services[] = {DSREG_SVC_NET, nullptr};
constexpr const char* inspection_inputs[] = {"net.endpoint", "?net.endpoint-state", "?run.cloud",
                                             "?user.environment", nullptr};
constexpr const dsreg_fact_decl* inspection_outputs[] = {&f_issuer, &f_fingerprint, nullptr};
constexpr const dsreg_finding_decl* inspection_findings[] = {&inspected, &issuer, nullptr};
constexpr dsreg_probe p_inspection = {
    .struct_size = sizeof p_inspection,
    .flags = DSREG_P_NETWORK,
    .timeout_ms = 8000,
    .order = 20,
    .id = "net.tls-inspection",
    .section = section,
    .title = "TLS Inspection Test",
    .services = inspection_services,
    .inputs = inspection_inputs,
    .settings = nullptr,
    .outputs = inspection_outputs,
    .findings = inspection_findings,
    .run = dsreg::run<tls_inspection>,
    .paths = nullptr,
};

constexpr const char* registration_services[] = {DSREG_SVC_HTTP, nullptr};
constexpr const char* registration_inputs[] = {
    "drs.join.url",    "drs.discovered",      "?drs.key.url", "?drs.webauthn.url",
    "?drs.manage.url", "?net.endpoint-state", nullptr};
constexpr const dsreg_fact_decl* registration_outputs[] = {&f_reachable, nullptr};
constexpr const dsreg_finding_decl* registration_findings[] = {
    &c_dns, &c_refused, &c_timeout, &c_tls, &c_reset, &c_proxy, &c_http, &c_malformed, nullptr};
constexpr dsreg_probe p_registration = {
    .struct_size = sizeof p_registration,
    .flags = DSREG_P_NETWORK,
    .timeout_ms = 8000,
    .order = 130,
    .id = "drs.connectivity",
    .section = "Diagnostic Data",
    .title = "DRS Connectivity Test",
    .services = registration_services,
    .inputs = registration_inputs,
    .settings = nullptr,
    .outputs = registration_outputs,
    .findings = registration_findings,
    .run = dsreg::run<registration>,
    .paths = nullptr,
};

} // namespace
} // namespace connectivity

DSREG_MODULE("dsreg.connectivity", "0.1.0", "dsreg", nullptr, "MIT", &connectivity::p_endpoints,
             &connectivity::p_inspection, &connectivity::p_registration);
