// The module dsreg.certs: is the device's certificate good, and is its key there?
#include "certs/bodies.h"
#include "certs/facts.h"
#include "certs/findings.h"

#include <dsreg/svc/device.h>

namespace certs {
namespace {

constexpr const char* services[] = {DSREG_SVC_DEVICE, nullptr};

constexpr const char* certificate_inputs[] = {"?run.tenant", "?user.tenant", "?time.skewed",
                                              "?time.offset", nullptr};
constexpr const dsreg_fact_decl* certificate_outputs[] = {
    &f_present, &f_device_id, &f_tenant_id,  &f_join_type, &f_enterprise, &f_not_after,
    &f_in_time, &f_instance,  &f_thumbprint, &f_validity,  nullptr};
constexpr const dsreg_finding_decl* certificate_findings[] = {
    &c_missing,     &c_expired,    &c_not_yet_valid, &c_expiring,  &c_garbage, &c_too_large,
    &c_not_regular, &c_unreadable, &c_weak_key,      &c_wrong_use, &c_issuer,  &c_id_mismatch,
    &c_too_many,    &c_duplicate,  &c_exposed,       &c_leftover,  nullptr};
constexpr dsreg_probe p_certificate = {
    .struct_size = sizeof p_certificate,
    .flags = 0,
    .timeout_ms = 5000,
    .order = 20,
    .id = "cert.device",
    .section = checks,
    .title = "Device Certificate Test",
    .services = services,
    .inputs = certificate_inputs,
    .settings = nullptr,
    .outputs = certificate_outputs,
    .findings = certificate_findings,
    .run = dsreg::run<certificate>,
    .paths = nullptr,
};

constexpr const char* key_inputs[] = {"?cert.instance", "?run.tenant", "?user.tenant", nullptr};
constexpr const dsreg_fact_decl* key_outputs[] = {&f_container, &f_provider, &f_tpm, &f_usable,
                                                  nullptr};
constexpr const dsreg_finding_decl* key_findings[] = {&k_missing,   &k_mismatch, &k_locked,
                                                      &k_garbage,   &k_exposed,  &k_transport,
                                                      &k_no_answer, nullptr};
constexpr dsreg_probe p_key_match = {
    .struct_size = sizeof p_key_match,
    .flags = 0,
    .timeout_ms = 6000,
    .order = 30,
    .id = "cert.key-match",
    .section = checks,
    .title = "Device Key Test",
    .services = services,
    .inputs = key_inputs,
    .settings = nullptr,
    .outputs = key_outputs,
    .findings = key_findings,
    .run = dsreg::run<key_match>,
    .paths = nullptr,
};

} // namespace
} // namespace certs

DSREG_MODULE("dsreg.certs", "0.1.0", "dsreg", nullptr, "MIT", &certs::p_certificate,
             &certs::p_key_match);
