// Reading inputs without ceremony.
#pragma once
#include <dsreg/probe.hpp>

#include <string_view>

namespace common {

// The text of a present input; "": not present, or no text.
inline std::string_view input_text(dsreg::host host, const char* key, uint32_t index = 0)
{
    return host.input_text(key, index).value_or(std::string_view());
}

// The number of a present input, or `fallback`.
inline int64_t input_number(dsreg::host host, const char* key, int64_t fallback)
{
    if (const std::optional<bool> yes = host.input_boolean(key)) return *yes ? 1 : 0;
    return host.input_number(key).value_or(fallback);
}

inline uint32_t input_state(dsreg::host host, const char* key)
{
    return host.input_state(key);
}

} // namespace common
