// What --cleanup leaves to be done.
#pragma once
#include "wire/device.h"

#include <string>
#include <vector>

namespace dsreg::actions {

// The closing lines. `list`: the registrations as they were before. `keys_gone`: phase 2 ran.
std::vector<std::string> cleanup_notes(const wire::device_list& list, bool keys_gone);

} // namespace dsreg::actions
