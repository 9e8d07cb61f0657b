#include "broker/device_mode.h"

#include "common/input.h"

#include <dsreg/svc/broker.h>

namespace broker {

void report_device_mode(dsreg::host host)
{
    // One that did not answer a simple question is not asked another.
    if (common::input_state(host, "broker.version") != DSREG_IN_PRESENT) return;
    const auto* service = host.service<dsreg_svc_broker>(DSREG_SVC_BROKER);
    if (service == nullptr || !DSREG_HAS(service, state)) return;
    const dsreg_call call{sizeof call, DSREG_CALL_OPTIONAL, 3000, 0};
    const dsreg_broker_state* state = nullptr;
    if (service->state(host.raw(), &call, nullptr, &state) != DSREG_OK) return;
    const std::string_view mode = state->device_mode;
    if (mode == "Exclusive" || mode == "Shared")
        host.fact("broker.device-mode", dsreg::text(mode),
                  *state->device_source != '\0' ? state->device_source : "broker");
}

} // namespace broker
