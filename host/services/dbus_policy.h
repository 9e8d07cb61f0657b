// What dsreg.dbus/1 lets through: reading, of services that hold no secret.
#pragma once
#include "wire/services.h"

namespace dsreg::services {

bool is_reading_call(const wire::dbus_request& request);

// Takes out of the answer to `request` what nobody may read one by one: of GetAll, the environment
// and the credentials of units.
void drop_secrets(const wire::dbus_request& request, std::vector<named_value>& ret_items);

} // namespace dsreg::services
