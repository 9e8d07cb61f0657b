// Stand-ins on the lab's system bus: systemd, logind, timedated, hostnamed and realmd, as far as a
// diagnosis reads them.
#pragma once
#include "base/status.h"
#include "bus/server.h"
#include "scenario.h"

#include <cstdint>

namespace dsreg::lab {

// Exports all of them on `server` and takes their names. The session of login1 belongs to `uid`.
status play_system_services(bus::server& server, const scenario& s, uint32_t uid,
                            const std::string& user);

} // namespace dsreg::lab
