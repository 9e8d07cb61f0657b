// The module dsreg.join-history: did an earlier registration of this device fail?
#include "join-history/bodies.h"
#include "join-history/facts.h"
#include "join-history/findings.h"

#include <dsreg/svc/device.h>
#include <dsreg/svc/journal.h>

namespace joining {
namespace {

constexpr const char* services[] = {DSREG_SVC_JOURNAL, "?" DSREG_SVC_DEVICE, nullptr};
constexpr const char* inputs[] = {"?broker.vendor", nullptr};
constexpr const dsreg_fact_decl* outputs[] = {&f_fallback, &f_time,   &f_type,    &f_phase,
                                              &f_client,   &f_server, &f_message, &f_https,
                                              &f_request,  &f_failed, nullptr};
constexpr const dsreg_finding_decl* findings[] = {&failed,  &failed_since, &unclear, &pending,
                                                  &damaged, &slow,         nullptr};
constexpr dsreg_probe p_previous = {
    .struct_size = sizeof p_previous,
    .flags = 0,
    .timeout_ms = 8000,
    .order = 90,
    .id = "join.previous",
    .section = "Device Checks",
    .title = "Previous Registration Test",
    .services = services,
    .inputs = inputs,
    .settings = nullptr,
    .outputs = outputs,
    .findings = findings,
    .run = dsreg::run<previous>,
    .paths = nullptr,
};

} // namespace
} // namespace joining

DSREG_MODULE("dsreg.join-history", "0.1.0", "dsreg", nullptr, "MIT", &joining::p_previous);
