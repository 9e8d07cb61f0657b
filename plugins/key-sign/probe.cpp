// The module dsreg.key-sign: can this machine still prove which device it is?
#include "key-sign/bodies.h"
#include "key-sign/findings.h"

#include <dsreg/svc/device.h>

namespace key_sign {
namespace {

constexpr const char* section = "Diagnostic Data";
constexpr dsreg_fact_decl f_signs = {
    sizeof f_signs, DSREG_T_BOOL, DSREG_F_HIDDEN, 0, "key.signs", section, ""};
constexpr dsreg_fact_decl f_recovery = {
    sizeof f_recovery, DSREG_T_BOOL, 0, 210, "key.recovery-needed", section, "AadRecoveryEnabled"};

constexpr const char* services[] = {DSREG_SVC_DEVICE, nullptr};

constexpr const char* sign_inputs[] = {"?key.usable", "?cert.instance", "?run.tenant",
                                       "?user.tenant", nullptr};
constexpr const dsreg_fact_decl* sign_outputs[] = {&f_signs, nullptr};
constexpr const dsreg_finding_decl* sign_findings[] = {&s_failed, &s_no_key, &s_mismatch,
                                                       &s_no_answer, nullptr};
constexpr dsreg_probe p_sign = {
    .struct_size = sizeof p_sign,
    .flags = 0,
    .timeout_ms = 8000,
    .order = 230,
    .id = "key.sign-test",
    .section = section,
    .title = "KeySignTest",
    .services = services,
    .inputs = sign_inputs,
    .settings = nullptr,
    .outputs = sign_outputs,
    .findings = sign_findings,
    .run = dsreg::run<sign>,
    .paths = nullptr,
};

constexpr const char* recovery_inputs[] = {
    "?cert.present", "?cert.not-after", "?cert.join-type",    "?cert.instance",
    "?key.usable",   "?key.signs",      "?device.join-state", "?time.skewed",
    "?time.offset",  "?run.tenant",     "?user.tenant",       nullptr};
constexpr const dsreg_fact_decl* recovery_outputs[] = {&f_recovery, nullptr};
constexpr const dsreg_finding_decl* recovery_findings[] = {&r_joined, &r_registered, &r_hybrid,
                                                           &r_unclear, nullptr};
constexpr dsreg_probe p_recovery = {
    .struct_size = sizeof p_recovery,
    .flags = DSREG_P_QUIET, // its row is AadRecoveryEnabled
    .timeout_ms = 4000,
    .order = 40,
    .id = "key.recovery",
    .section = "Device Checks",
    .title = "Key Recovery Test",
    .services = services,
    .inputs = recovery_inputs,
    .settings = nullptr,
    .outputs = recovery_outputs,
    .findings = recovery_findings,
    .run = dsreg::run<recovery>,
    .paths = nullptr,
};

} // namespace
} // namespace key_sign

DSREG_MODULE("dsreg.key-sign", "0.1.0", "dsreg", nullptr, "MIT", &key_sign::p_sign,
             &key_sign::p_recovery);
