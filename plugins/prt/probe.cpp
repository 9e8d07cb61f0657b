// The module dsreg.prt: the primary refresh token, which single sign-on hangs on.
#include "prt/bodies.h"
#include "prt/facts.h"
#include "prt/findings.h"

#include <dsreg/svc/broker.h>
#include <dsreg/svc/journal.h>

namespace prt {
namespace {

constexpr const char* checks = "SSO Checks";
constexpr const char* broker_services[] = {DSREG_SVC_BROKER, nullptr};
constexpr const char* attempt_services[] = {DSREG_SVC_BROKER, "?" DSREG_SVC_JOURNAL, nullptr};

constexpr const char* attempt_inputs[] = {
    "broker.vendor",     "?broker.version", "?user.account", "?user.tenant",
    "?user.environment", "?run.tenant",     "?run.user.uid", nullptr};
constexpr const dsreg_fact_decl* attempt_outputs[] = {&f_acquire.present,
                                                      &f_acquire.time,
                                                      &f_acquire.status,
                                                      &f_acquire.user,
                                                      &f_acquire.credential,
                                                      &f_acquire.correlation,
                                                      &f_acquire.endpoint,
                                                      &f_acquire.http_method,
                                                      &f_acquire.http_error,
                                                      &f_acquire.http_status,
                                                      &f_acquire.server_error,
                                                      &f_acquire.server_text,
                                                      &f_refresh.present,
                                                      &f_refresh.time,
                                                      &f_refresh.status,
                                                      &f_refresh.user,
                                                      &f_refresh.credential,
                                                      &f_refresh.correlation,
                                                      &f_refresh.endpoint,
                                                      &f_refresh.http_method,
                                                      &f_refresh.http_error,
                                                      &f_refresh.http_status,
                                                      &f_refresh.server_error,
                                                      &f_refresh.server_text,
                                                      &f_trouble,
                                                      nullptr};
constexpr const dsreg_finding_decl* attempt_findings[] = {&common::prt_sign_in_needed,
                                                          &common::prt_password_wrong,
                                                          &common::prt_device_rejected,
                                                          &common::prt_policy_blocked,
                                                          &common::prt_unreachable,
                                                          &common::prt_not_stored,
                                                          &common::prt_refused,
                                                          &other_user,
                                                          nullptr};
constexpr dsreg_probe p_attempts = {
    .struct_size = sizeof p_attempts,
    .flags = 0,
    .timeout_ms = 8000,
    .order = 20,
    .id = "prt.last-error",
    .section = checks,
    .title = "PRT Attempt Test",
    .services = attempt_services,
    .inputs = attempt_inputs,
    .settings = nullptr,
    .outputs = attempt_outputs,
    .findings = attempt_findings,
    .run = dsreg::run<last_error>,
    .paths = nullptr,
};

constexpr const char* state_inputs[] = {
    "broker.vendor",     "?broker.version", "?user.account-count", "?user.account", "?user.tenant",
    "?user.environment", "?run.tenant",     "?run.cloud",          "?prt.trouble",  nullptr};
constexpr const dsreg_fact_decl* state_outputs[] = {&f_present,
                                                    &f_updated,
                                                    &f_expires,
                                                    &f_authority,
                                                    &f_cached,
                                                    &f_session_key,
                                                    &f_enterprise,
                                                    &f_enterprise_updated,
                                                    &f_enterprise_expires,
                                                    &f_enterprise_authority,
                                                    nullptr};
constexpr const dsreg_finding_decl* state_findings[] = {
    &absent,        &expired, &stale, &from_future, &common::prt_no_answer, &common::prt_garbage,
    &state_refused, nullptr};
constexpr dsreg_probe p_state = {
    .struct_size = sizeof p_state,
    .flags = 0,
    .timeout_ms = 8000,
    .order = 30,
    .id = "prt.state",
    .section = checks,
    .title = "PRT Test",
    .services = broker_services,
    .inputs = state_inputs,
    .settings = nullptr,
    .outputs = state_outputs,
    .findings = state_findings,
    .run = dsreg::run<state>,
    .paths = nullptr,
};

constexpr const char* cookie_inputs[] = {"user.account", "?user.tenant", "?user.environment",
                                         "?run.tenant",  "?prt.present", "?prt.trouble",
                                         nullptr};
constexpr const dsreg_fact_decl* cookie_outputs[] = {&f_cookie, nullptr};
constexpr const dsreg_finding_decl* cookie_findings[] = {
    &common::prt_sign_in_needed,  &common::prt_password_wrong,
    &common::prt_device_rejected, &common::prt_policy_blocked,
    &common::prt_unreachable,     &common::prt_not_stored,
    &common::prt_refused,         &common::prt_no_answer,
    &common::prt_garbage,         nullptr};
constexpr dsreg_probe p_cookie = {
    .struct_size = sizeof p_cookie,
    .flags = DSREG_P_ACTIVE,
    .timeout_ms = 8000,
    .order = 40,
    .id = "prt.sso-cookie",
    .section = checks,
    .title = "SSO Cookie Test",
    .services = broker_services,
    .inputs = cookie_inputs,
    .settings = nullptr,
    .outputs = cookie_outputs,
    .findings = cookie_findings,
    .run = dsreg::run<sso_cookie>,
    .paths = nullptr,
};

} // namespace
} // namespace prt

DSREG_MODULE("dsreg.prt", "0.1.0", "dsreg", nullptr, "MIT", &prt::p_attempts, &prt::p_state,
             &prt::p_cookie);
