// SRV records: who serves something in a domain.
#pragma once
#include "net/resolve.h"
#include "wire/services.h"

namespace dsreg::net {

// NOT_FOUND: no such name or no such records; DNS: nobody could say; TIMEOUT.
// Ordered by priority, then by weight, the heavier first. `ret_cut`: the deadline ended it.
wire::net_srv_reply find_srv(const resolver& names, const std::string& name, time_point until,
                             bool& ret_cut);

} // namespace dsreg::net
