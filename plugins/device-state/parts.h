// The rows of device.registered that hang on nothing else.
#pragma once
#include <dsreg/probe.hpp>
#include <dsreg/svc/broker.h>

namespace device_state {

// Virtual Desktop: from the configuration, or NOT SET.
void report_vdi(dsreg::host host);

// Device Name: what this machine is called.
void report_name(dsreg::host host);

// The addresses of mobile device management; `state` nullptr: no broker was asked.
void report_management(dsreg::host host, const dsreg_broker_state* state);

// What the broker publishes, if one runs that answers; nullptr: none.
const dsreg_broker_state* ask_broker(dsreg::host host);

} // namespace device_state
