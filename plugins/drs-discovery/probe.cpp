// The module dsreg.drs-discovery: does the registration service know this tenant, and is the
// sign-in service's issuer the same one?
#include "drs-discovery/bodies.h"
#include "drs-discovery/facts.h"
#include "drs-discovery/findings.h"

#include <dsreg/svc/http.h>

namespace drs {
namespace {

constexpr const char* services[] = {DSREG_SVC_HTTP, nullptr};
constexpr const char* inputs[] = {"?scp.tenant",         "?user.tenant", "?tenant.id",
                                  "?run.tenant",         "?run.cloud",   "?user.environment",
                                  "?net.endpoint-state", nullptr};

constexpr const dsreg_fact_decl* discovery_outputs[] = {
    &f_tenant_name,  &f_tenant_id,   &f_idp,
    &f_auth_code,    &f_token,       &f_join_version,
    &f_join_url,     &f_join_id,     &f_key_version,
    &f_key_url,      &f_key_id,      &f_webauthn_version,
    &f_webauthn_url, &f_webauthn_id, &f_manage_version,
    &f_manage_url,   &f_manage_id,   &f_realm,
    &f_metadata_url, &f_discovered,  &f_portal,
    nullptr};
constexpr const dsreg_finding_decl* discovery_findings[] = {
    &d_dns,   &d_refused,          &d_timeout,   &d_tls,           &d_reset,     &d_proxy,
    &d_http,  &d_unavailable,      &d_portal,    &d_not_json,      &d_malformed, &d_wrong_tenant,
    &d_realm, &d_tenant_malformed, &d_overruled, &d_realm_unknown, nullptr};
constexpr dsreg_probe p_discovery = {
    .struct_size = sizeof p_discovery,
    .flags = DSREG_P_NETWORK,
    .timeout_ms = 8000,
    .order = 120,
    .id = "drs.discovery",
    .section = "Diagnostic Data",
    .title = "DRS Discovery Test",
    .services = services,
    .inputs = inputs,
    .settings = nullptr,
    .outputs = discovery_outputs,
    .findings = discovery_findings,
    .run = dsreg::run<discovery>,
    .paths = nullptr,
};

constexpr dsreg_fact_decl f_issuer = {
    sizeof f_issuer,  DSREG_T_STR, DSREG_F_PERSONAL | DSREG_F_HIDDEN, 0, "sts.issuer",
    "Network Checks", "Issuer"};
constexpr const char* issuer_inputs[] = {"?scp.tenant",         "?user.tenant", "?tenant.id",
                                         "?run.tenant",         "?run.cloud",   "?user.environment",
                                         "?net.endpoint-state", "?drs.portal",  nullptr};
constexpr const dsreg_fact_decl* issuer_outputs[] = {&f_issuer, nullptr};
constexpr const dsreg_finding_decl* issuer_findings[] = {
    &s_unreachable,  &s_http,        &s_not_json, &s_tenant_unknown,
    &s_wrong_tenant, &s_wrong_cloud, nullptr};
constexpr dsreg_probe p_issuer = {
    .struct_size = sizeof p_issuer,
    .flags = DSREG_P_NETWORK,
    .timeout_ms = 8000,
    .order = 30,
    .id = "sts.openid",
    .section = "Network Checks",
    .title = "Issuer Test",
    .services = services,
    .inputs = issuer_inputs,
    .settings = nullptr,
    .outputs = issuer_outputs,
    .findings = issuer_findings,
    .run = dsreg::run<issuer>,
    .paths = nullptr,
};

} // namespace
} // namespace drs

DSREG_MODULE("dsreg.drs-discovery", "0.1.0", "dsreg", nullptr, "MIT", &drs::p_discovery,
             &drs::p_issuer);
