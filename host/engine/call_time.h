// How long a service call may take inside a probe's budget.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>

namespace dsreg::engine {

// What stays for the probe to conclude in, when `left` is left of its budget.
inline std::chrono::nanoseconds call_margin(std::chrono::nanoseconds left)
{
    using namespace std::chrono_literals;
    return std::clamp<std::chrono::nanoseconds>(left / 10, 20ms, 500ms);
}

// When the service has to answer, from now; `timeout_ms` is the caller's, 0: none.
inline std::chrono::nanoseconds call_budget(std::chrono::nanoseconds left, uint32_t timeout_ms)
{
    using namespace std::chrono_literals;
    const auto budget = std::max<std::chrono::nanoseconds>(left - call_margin(left) * 2, 1ms);
    if (timeout_ms == 0) return budget;
    return std::min<std::chrono::nanoseconds>(budget, std::chrono::milliseconds(timeout_ms));
}

} // namespace dsreg::engine
