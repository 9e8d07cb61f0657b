// The lab's name server: UDP on loopback, addresses of the scenario's hosts and its DNS faults.
#pragma once
#include "base/unique_fd.h"
#include "scenario.h"

namespace dsreg::lab {

// The reply to `query`; "": stay silent.
std::string dns_reply(const scenario& s, const std::string& query);

// Serves until `stop_fd` is readable or hung up.
void serve_dns(const scenario& s, int socket, int stop_fd);

} // namespace dsreg::lab
