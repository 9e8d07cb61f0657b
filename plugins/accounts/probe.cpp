// The module dsreg.accounts: who is signed in to the broker?
#include "accounts/bodies.h"
#include "accounts/findings.h"

#include <dsreg/svc/broker.h>

namespace accounts {
namespace {

constexpr dsreg_fact_decl personal(const char* key, const char* label)
{
    return {sizeof(dsreg_fact_decl),
            DSREG_T_STR,
            DSREG_F_MANY | DSREG_F_PERSONAL | DSREG_F_HIDDEN,
            0,
            key,
            "SSO Checks",
            label};
}
constexpr auto f_account = personal("user.account", "Account");
constexpr auto f_tenant = personal("user.tenant", "Account Tenant");
constexpr dsreg_fact_decl f_environment = {
    sizeof f_environment, DSREG_T_STR,  DSREG_F_MANY | DSREG_F_HIDDEN, 0,
    "user.environment",   "SSO Checks", "Account Environment"};
constexpr dsreg_fact_decl f_count = {
    sizeof f_count, DSREG_T_INT, 0, 150, "user.account-count", "User State", "WorkAccountCount"};

// Windows has a Web Account Manager with a default account; no broker here has either.
constexpr dsreg_fact_decl wam(uint32_t order, const char* key, const char* label)
{
    return {sizeof(dsreg_fact_decl), DSREG_T_STR, 0, order, key, "User State", label};
}
constexpr auto f_wam_set = wam(160, "user.wam-default-set", "WamDefaultSet");
constexpr auto f_wam_authority = wam(170, "user.wam-default-authority", "WamDefaultAuthority");
constexpr auto f_wam_id = wam(180, "user.wam-default-id", "WamDefaultId");
constexpr auto f_wam_guid = wam(190, "user.wam-default-guid", "WamDefaultGUID");

constexpr const char* services[] = {DSREG_SVC_BROKER, nullptr};
constexpr const char* inputs[] = {"broker.vendor", "?broker.version", nullptr};
constexpr const dsreg_fact_decl* outputs[] = {&f_account, &f_tenant,   &f_environment,
                                              &f_count,   &f_wam_set,  &f_wam_authority,
                                              &f_wam_id,  &f_wam_guid, nullptr};
constexpr const dsreg_finding_decl* findings[] = {
    &nobody_signed_in, &sign_in_needed, &broker_offline, &not_registered, &refused,
    &timed_out,        &died,           &garbage,        &denied,         nullptr};
constexpr dsreg_probe p_accounts = {
    .struct_size = sizeof p_accounts,
    .flags = 0,
    .timeout_ms = 8000,
    .order = 10,
    .id = "user.accounts",
    .section = "SSO Checks",
    .title = "Accounts Test",
    .services = services,
    .inputs = inputs,
    .settings = nullptr,
    .outputs = outputs,
    .findings = findings,
    .run = dsreg::run<signed_in>,
    .paths = nullptr,
};

} // namespace
} // namespace accounts

DSREG_MODULE("dsreg.accounts", "0.1.0", "dsreg", nullptr, "MIT", &accounts::p_accounts);
