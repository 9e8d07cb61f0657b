// The module dsreg.run: in whose name, and when, the tests ran.
#include "run/bodies.h"
#include "run/findings.h"

namespace run {
namespace {

constexpr const char* section = "Diagnostic Data";

constexpr dsreg_fact_decl row(dsreg_type type, uint32_t order, const char* key, const char* label,
                              uint32_t flags = 0)
{
    return {sizeof(dsreg_fact_decl), type, flags, order, key, section, label};
}
constexpr auto f_reference = row(DSREG_T_STR, 10, "context.reference", "Diagnostics Reference");
constexpr auto f_user = row(DSREG_T_STR, 20, "context.user", "User Context");
constexpr auto f_time = row(DSREG_T_TIME, 30, "context.time", "Client Time");
constexpr auto f_account =
    row(DSREG_T_STR, 900, "context.account", "Executing Account Name", DSREG_F_PERSONAL);

constexpr const char* inputs[] = {"?run.elevated",  "?run.invoked-by", "?run.user.name",
                                  "?ad.dc",         "?scp.tenant",     "?drs.discovered",
                                  "?drs.reachable", "?token.acquired", nullptr};
constexpr const dsreg_fact_decl* outputs[] = {&f_reference, &f_user, &f_time, &f_account, nullptr};
constexpr const dsreg_finding_decl* findings[] = {&not_system, nullptr};
constexpr dsreg_probe p_context = {
    .struct_size = sizeof p_context,
    .flags = DSREG_P_QUIET,
    .timeout_ms = 1000,
    .order = 5,
    .id = "run.context",
    .section = section,
    .title = "Run Context Test",
    .services = nullptr,
    .inputs = inputs,
    .settings = nullptr,
    .outputs = outputs,
    .findings = findings,
    .run = dsreg::run<context>,
    .paths = nullptr,
};

} // namespace
} // namespace run

DSREG_MODULE("dsreg.run", "0.1.0", "dsreg", nullptr, "MIT", &run::p_context);
