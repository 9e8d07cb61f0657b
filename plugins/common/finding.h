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

} // namespace common
