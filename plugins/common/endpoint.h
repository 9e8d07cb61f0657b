// What net.endpoints found out about a host. A probe that fails at the same host is no root cause:
// `result.because_of("net.endpoint-state")`.
#pragma once
#include <dsreg/probe.hpp>

#include <string_view>

namespace common {

// "ok", "dns", "refused", "timeout", "tls", "reset", "proxy", "protocol"; "": it was not looked at.
// The probe declares the input "?net.endpoint-state".
inline std::string_view endpoint_state(dsreg::host host, std::string_view name)
{
    for (uint32_t i = 0; i < 64; i++) {
        const dsreg_fact* fact = nullptr;
        if (host.input("net.endpoint-state", fact, i) != DSREG_IN_PRESENT) return {};
        if (fact->instance != nullptr && name == fact->instance && fact->value.type == DSREG_T_STR)
            return dsreg::view(fact->value.u.s);
    }
    return {};
}

// It failed there, too.
inline bool is_known_trouble(dsreg::host host, std::string_view name)
{
    const std::string_view state = endpoint_state(host, name);
    return !state.empty() && state != "ok";
}

} // namespace common
