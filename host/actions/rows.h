// What --cleanup and --unregister say of what they did.
#pragma once
#include "actions/part.h"
#include "wire/device.h"

#include <string>
#include <vector>

namespace dsreg::actions {

// "Removed    /home/alice/.cache/Microsoft: 12 files\n", ...; safe for a terminal.
std::string rows_text(const std::vector<wire::device_step>& rows, bool ascii);

// The last line, in a lab.
void say_lab(const call& c);

} // namespace dsreg::actions
