// What the sign-in and registration hosts answer, as far as an unauthenticated client sees it.
// A pure function: no sockets.
#pragma once
#include "scenario.h"
#include "world/web.h"

namespace dsreg::lab {

web_response answer(const scenario& s, const web_request& request);

} // namespace dsreg::lab
