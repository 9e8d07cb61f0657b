// What --cleanup says: its rows, and what it leaves to be done.
#pragma once
#include "wire/device.h"

#include <string>
#include <vector>

namespace dsreg::actions {

// "Removed    /home/alice/.cache/Microsoft: 12 files\n", ...; safe for a terminal.
std::string cleanup_rows_text(const std::vector<wire::device_step>& rows, bool ascii);

// The closing lines. `list`: the registrations as they were before. `keys_gone`: phase 2 ran.
std::vector<std::string> cleanup_notes(const wire::device_list& list, bool keys_gone);

} // namespace dsreg::actions
