// A Secret Service (freedesktop.org, "Secret Service API Draft") on the lab's session bus: one
// collection whose items can be found, looked at and deleted. Nobody gets a value: there is none.
#pragma once
#include "base/status.h"
#include "bus/server.h"
#include "scenario.h"

#include <string>

namespace dsreg::lab {

// Exports it on `server` and takes its name. `file` shows what there is, from now on: the items
// that are left, the prompts that wait, and whether anybody asked for a value.
status play_secret_service(bus::server& server, const scenario& s, const std::string& file);

} // namespace dsreg::lab
