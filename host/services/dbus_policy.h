// What dsreg.dbus/1 lets through: reading, of services that hold no secret.
#pragma once
#include "wire/services.h"

namespace dsreg::services {

bool is_reading_call(const wire::dbus_request& request);

} // namespace dsreg::services
