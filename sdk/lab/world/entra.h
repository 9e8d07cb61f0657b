// What the sign-in and registration hosts answer, as far as an unauthenticated client sees it.
// No sockets.
#pragma once
#include "scenario.h"
#include "world/token.h"
#include "world/web.h"

namespace dsreg::lab {

web_response answer(const scenario& s, const web_request& request, token_service& tokens);

} // namespace dsreg::lab
