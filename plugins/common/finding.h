// Findings as the modules declare them, each with its page of the catalog.
#pragma once
#include <dsreg/probe.h>

namespace common {

constexpr dsreg_finding_decl page(int32_t severity, const char* code, const char* title,
                                  const char* meaning, const char* remedy, const char* command,
                                  uint32_t risk = DSREG_RISK_SAFE, const char* url = nullptr)
{
    return {
        sizeof(dsreg_finding_decl), severity, code, title, meaning, remedy, command, url, risk, 0};
}
constexpr dsreg_finding_decl error(const char* code, const char* title, const char* meaning,
                                   const char* remedy, const char* command,
                                   uint32_t risk = DSREG_RISK_SAFE, const char* url = nullptr)
{
    return page(DSREG_SEVERITY_ERROR, code, title, meaning, remedy, command, risk, url);
}

inline constexpr const char* see_endpoints = "dsreg --diagnose --probe 'net.*'";

// Right for every vendor's broker: what is not there is passed over.
inline constexpr const char* broker_journal =
    "journalctl -b -n 50 -t microsoft-identity-broker -t himmelblau_broker -t himmelblaud";
inline constexpr const char* device_unit_status =
    "systemctl status microsoft-identity-device-broker himmelblaud";

} // namespace common
