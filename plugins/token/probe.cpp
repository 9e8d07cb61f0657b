// The module dsreg.token: tokens from the broker, and from a federated tenant's sign-in service.
#include "common/refusal.h"
#include "token/bodies.h"
#include "token/findings.h"

#include <dsreg/svc/broker.h>
#include <dsreg/svc/http.h>

namespace token {
namespace {

constexpr const char* checks = "SSO Checks";
constexpr const char* broker_services[] = {DSREG_SVC_BROKER, nullptr};
constexpr const char* http_services[] = {DSREG_SVC_HTTP, nullptr};

constexpr dsreg_fact_decl hidden(dsreg_type type, const char* key, uint32_t flags = 0)
{
    return {sizeof(dsreg_fact_decl), type, DSREG_F_HIDDEN | flags, 0, key, checks, ""};
}
constexpr auto f_granted = hidden(DSREG_T_BOOL, "token.granted");
constexpr auto f_device = hidden(DSREG_T_STR, "token.device-id", DSREG_F_PERSONAL);
constexpr auto f_tenant = hidden(DSREG_T_STR, "token.tenant-id", DSREG_F_PERSONAL);

constexpr const char* drs_inputs[] = {"user.account", "?user.tenant", "?user.environment",
                                      "?run.tenant",  "?prt.present", "?prt.cookie-granted",
                                      "?prt.trouble", nullptr};
constexpr const dsreg_fact_decl* drs_outputs[] = {&f_granted, nullptr};
constexpr const dsreg_finding_decl* drs_findings[] = {
    &common::prt_sign_in_needed,  &common::prt_password_wrong,
    &common::prt_device_rejected, &common::prt_policy_blocked,
    &common::prt_unreachable,     &common::prt_not_stored,
    &common::prt_refused,         &common::prt_no_answer,
    &common::prt_garbage,         nullptr};
constexpr dsreg_probe p_drs = {
    .struct_size = sizeof p_drs,
    .flags = DSREG_P_ACTIVE,
    .timeout_ms = 8000,
    .order = 50,
    .id = "token.drs",
    .section = checks,
    .title = "DRS Token Test",
    .services = broker_services,
    .inputs = drs_inputs,
    .settings = nullptr,
    .outputs = drs_outputs,
    .findings = drs_findings,
    .run = dsreg::run<drs>,
    .paths = nullptr,
};

constexpr const char* claims_inputs[] = {"token.granted",     "user.account", "?user.tenant",
                                         "?user.environment", "?run.tenant",  nullptr};
constexpr const dsreg_fact_decl* claims_outputs[] = {&f_device, &f_tenant, nullptr};
constexpr dsreg_probe p_claims = {
    .struct_size = sizeof p_claims,
    .flags = DSREG_P_ACTIVE | DSREG_P_QUIET,
    .timeout_ms = 8000,
    .order = 60,
    .id = "token.claims",
    .section = checks,
    .title = "Token Claims Test",
    .services = broker_services,
    .inputs = claims_inputs,
    .settings = nullptr,
    .outputs = claims_outputs,
    .findings = nullptr,
    .run = dsreg::run<claims>,
    .paths = nullptr,
};

constexpr dsreg_fact_decl f_acquired = {sizeof(dsreg_fact_decl),
                                        DSREG_T_BOOL,
                                        DSREG_F_HIDDEN,
                                        0,
                                        "token.acquired",
                                        "Diagnostic Data",
                                        ""};
constexpr const dsreg_fact_decl* acquisition_outputs[] = {&f_acquired, nullptr};
constexpr const char* acquisition_inputs[] = {"drs.reachable", "drs.realm",
                                              "?drs.federation-metadata-url", nullptr};
constexpr const dsreg_finding_decl* acquisition_findings[] = {
    &mex_unreachable, &mex_http,    &mex_not_xml,   &no_ws_trust,
    &no_integrated,   &no_password, &not_requested, nullptr};
constexpr dsreg_probe p_acquisition = {
    .struct_size = sizeof p_acquisition,
    .flags = DSREG_P_NETWORK,
    .timeout_ms = 8000,
    .order = 140,
    .id = "token.acquisition",
    .section = "Diagnostic Data",
    .title = "Token acquisition Test",
    .services = http_services,
    .inputs = acquisition_inputs,
    .settings = nullptr,
    .outputs = acquisition_outputs,
    .findings = acquisition_findings,
    .run = dsreg::run<acquisition>,
    .paths = nullptr,
};

} // namespace
} // namespace token

DSREG_MODULE("dsreg.token", "0.1.0", "dsreg", nullptr, "MIT", &token::p_drs, &token::p_claims,
             &token::p_acquisition);
