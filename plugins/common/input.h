// Reading inputs without ceremony.
#pragma once
#include <dsreg/probe.hpp>

#include <string_view>

namespace common {

// The text of a present input; "": not present, or no text.
inline std::string_view input_text(dsreg::host host, const char* key, uint32_t index = 0)
{
    const dsreg_fact* fact = nullptr;
    if (host.input(key, fact, index) != DSREG_IN_PRESENT) return {};
    return fact->value.type == DSREG_T_STR ? dsreg::view(fact->value.u.s) : std::string_view{};
}

// The number of a present input, or `fallback`.
inline int64_t input_number(dsreg::host host, const char* key, int64_t fallback)
{
    const dsreg_fact* fact = nullptr;
    if (host.input(key, fact) != DSREG_IN_PRESENT) return fallback;
    const bool numeric = fact->value.type == DSREG_T_INT || fact->value.type == DSREG_T_BOOL;
    return numeric ? fact->value.u.i : fallback;
}

inline uint32_t input_state(dsreg::host host, const char* key)
{
    const dsreg_fact* fact = nullptr;
    return host.input(key, fact);
}

} // namespace common
