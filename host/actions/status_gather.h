// Asks what --status tells: the device as this process, the broker as the target user.
#pragma once
#include "actions/status_parts.h"
#include "base/status.h"
#include "wire/world.h"

namespace dsreg::actions {

// Ends by itself within half a minute. Fills in all but what was asked for (`tenant_id`, `only`).
// An error: nobody could act for the target user.
[[nodiscard]] dsreg::status gather(const wire::world& where, status_answers& ret);

} // namespace dsreg::actions
