// The web proxy of the machine's network: CONNECT to the lab's own hosts, or a refusal. Its clients
// are threads of their own.
#pragma once
#include "base/status.h"
#include "scenario.h"

#include <cstdint>
#include <functional>
#include <string>

namespace dsreg::lab {

struct proxy_ways { // ports on 127.0.0.1
    uint16_t https = 0, http = 0, refused = 0, silent = 0;
};

// Where a CONNECT to "HOST:PORT" leads. 0: nowhere, and `ret_status` is what the proxy says.
uint16_t proxy_target(const scenario& s, const proxy_ways& ways, const std::string& authority,
                      unsigned& ret_status);

// Called for each request, from many threads: its target and the status of the answer.
using proxy_log = std::function<void(const std::string& target, unsigned status)>;

// Starts the proxy that the scenario has; none, or one where nobody listens: nothing is started.
// `ret_port` 0: the machine has no proxy.
status start_proxy(const scenario& s, const proxy_ways& ways, proxy_log log, uint16_t& ret_port);

} // namespace dsreg::lab
