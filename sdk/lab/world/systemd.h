// The stand-in of systemd's manager on the lab's system bus: the units of the scenario, and
// stopping one.
#pragma once
#include "bus/server.h"
#include "scenario.h"

namespace dsreg::lab {

// `server` outlives its exports.
void export_systemd(bus::server& server, const scenario& s);

} // namespace dsreg::lab
