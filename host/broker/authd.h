// authd with its broker for Entra: it signs users in on this machine, but gives nobody single
// sign-on. Recognised only so that "there is no broker" can be explained.
#pragma once
#include "bus/client.h"

namespace dsreg::broker {

// canonical/authd, authd-msentraid: its name on the system bus.
constexpr const char* authd_name = "com.ubuntu.authd.MSEntraID";
constexpr const char* authd_sentence =
    "authd signs users in here, but it is no single sign-on broker";

// Has the name an owner, or could the bus start one? Starts nothing. A bus that does not answer by
// the deadline: false.
bool authd_is_here(bus::connection& system, bus::clock::time_point deadline);

} // namespace dsreg::broker
