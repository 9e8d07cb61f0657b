// What join.previous reports. Labels are those of the Windows tool, letter for letter.
#pragma once
#include <dsreg/probe.h>

namespace joining {

constexpr dsreg_fact_decl row(dsreg_type type, uint32_t order, const char* key, const char* label,
                              uint32_t flags = 0)
{
    return {sizeof(dsreg_fact_decl), type, flags, order, key, "Diagnostic Data", label};
}

inline constexpr auto f_fallback = row(DSREG_T_BOOL, 150, "join.fallback", "Fallback to Sync-Join");
inline constexpr auto f_time = row(DSREG_T_TIME, 200, "join.time", "Previous Registration");
inline constexpr auto f_type = row(DSREG_T_STR, 210, "join.type", "Registration Type");
inline constexpr auto f_phase = row(DSREG_T_STR, 220, "join.phase", "Error Phase");
inline constexpr auto f_client = row(DSREG_T_STR, 230, "join.client-code", "Client ErrorCode");
inline constexpr auto f_server = row(DSREG_T_STR, 240, "join.server-code", "Server ErrorCode");
// It names the device, or the user.
inline constexpr auto f_message =
    row(DSREG_T_STR, 250, "join.server-message", "Server Message", DSREG_F_PERSONAL);
inline constexpr auto f_https = row(DSREG_T_INT, 260, "join.https-status", "Https Status");
inline constexpr auto f_request = row(DSREG_T_STR, 270, "join.request-id", "Request Id");

// Said only when the last attempt failed and nothing came after it.
inline constexpr dsreg_fact_decl f_failed = {
    sizeof f_failed, DSREG_T_BOOL, DSREG_F_HIDDEN, 0, "join.failed", "Diagnostic Data", ""};

} // namespace joining
