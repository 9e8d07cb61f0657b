// Stopping Microsoft's device broker, so that nothing writes what cleanup removes.
#pragma once
#include "bus/client.h"
#include "wire/device.h"
#include "wire/world.h"

namespace dsreg::device {

constexpr const char* device_unit = "microsoft-identity-device-broker.service";

// Its row: yes, it was stopped; absent, there was nothing to stop (no system bus, no systemd, no
// such unit, not running; `why` says which); failed, it still runs or nobody knows, and `ret_error`
// is a DSREG_X_*. Ends by `until`.
wire::device_step stop_device_broker(const wire::world& where, bus::clock::time_point until,
                                     uint32_t& ret_error);

// Afterwards: anybody's call on the bus starts it again. Failed: it runs, or nobody knows.
wire::device_step look_at_device_broker(const wire::world& where, bus::clock::time_point until);

} // namespace dsreg::device
