// Phase 1 of --cleanup: the target user's accounts, stored credentials and six folders.
#pragma once
#include "wire/device.h"
#include "wire/world.h"

namespace dsreg::actions {

// With that user's rights, in three minutes at the most. Its `error`: nothing was begun, `text`
// says why; what failed on the way is a row. For root everything is a row:
// phase 2 goes on.
wire::device_removal clean_user(const wire::world& where);

} // namespace dsreg::actions
