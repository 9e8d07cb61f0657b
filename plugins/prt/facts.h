// What the module's probes report. Labels are those of the Windows tool.
#pragma once
#include <dsreg/probe.h>

namespace prt {

inline constexpr const char* section = "SSO State";

constexpr dsreg_fact_decl row(dsreg_type type, uint32_t order, const char* key, const char* label,
                              uint32_t flags = 0)
{
    return {sizeof(dsreg_fact_decl), type, flags, order, key, section, label};
}
constexpr dsreg_fact_decl hidden(dsreg_type type, const char* key)
{
    return {sizeof(dsreg_fact_decl), type, DSREG_F_HIDDEN, 0, key, section, ""};
}

inline constexpr auto f_present = row(DSREG_T_BOOL, 110, "prt.present", "AzureAdPrt");
inline constexpr auto f_updated = row(DSREG_T_TIME, 120, "prt.updated", "AzureAdPrtUpdateTime");
inline constexpr auto f_expires = row(DSREG_T_TIME, 130, "prt.expires", "AzureAdPrtExpiryTime");
inline constexpr auto f_authority =
    row(DSREG_T_STR, 140, "prt.authority", "AzureAdPrtAuthority", DSREG_F_PERSONAL);
inline constexpr auto f_cached = hidden(DSREG_T_TIME, "prt.cached");
inline constexpr auto f_session_key = hidden(DSREG_T_STR, "prt.session-key-protocol");
inline constexpr auto f_enterprise =
    row(DSREG_T_BOOL, 310, "prt.enterprise.present", "EnterprisePrt");
inline constexpr auto f_enterprise_updated =
    row(DSREG_T_TIME, 320, "prt.enterprise.updated", "EnterprisePrtUpdateTime");
inline constexpr auto f_enterprise_expires =
    row(DSREG_T_TIME, 330, "prt.enterprise.expires", "EnterprisePrtExpiryTime");
inline constexpr auto f_enterprise_authority =
    row(DSREG_T_STR, 340, "prt.enterprise.authority", "EnterprisePrtAuthority");

// Why no token can be had, one word of common/refusal.h; only while a failed attempt stands.
inline constexpr auto f_trouble = hidden(DSREG_T_STR, "prt.trouble");

// The rows of one failed attempt, prt.acquire.* or prt.refresh.*.
struct attempt_facts {
    dsreg_fact_decl present, time, status, user, credential, correlation, endpoint, http_method,
        http_error, http_status, server_error, server_text;
};
inline constexpr attempt_facts f_acquire = {
    row(DSREG_T_STR, 150, "prt.acquire.present", "AcquirePrtDiagnostics"),
    row(DSREG_T_TIME, 151, "prt.acquire.time", "Previous Prt Attempt"),
    row(DSREG_T_STR, 152, "prt.acquire.status", "Attempt Status"),
    row(DSREG_T_STR, 153, "prt.acquire.user", "User Identity", DSREG_F_PERSONAL),
    row(DSREG_T_STR, 154, "prt.acquire.credential", "Credential Type"),
    row(DSREG_T_STR, 155, "prt.acquire.correlation", "Correlation ID"),
    row(DSREG_T_STR, 156, "prt.acquire.endpoint", "Endpoint URI", DSREG_F_PERSONAL),
    row(DSREG_T_STR, 157, "prt.acquire.http-method", "HTTP Method"),
    row(DSREG_T_STR, 158, "prt.acquire.http-error", "HTTP Error"),
    row(DSREG_T_INT, 159, "prt.acquire.http-status", "HTTP status"),
    row(DSREG_T_STR, 160, "prt.acquire.server-error", "Server Error Code"),
    row(DSREG_T_STR, 161, "prt.acquire.server-text", "Server Error Description", DSREG_F_PERSONAL),
};
inline constexpr attempt_facts f_refresh = {
    row(DSREG_T_STR, 170, "prt.refresh.present", "RefreshPrtDiagnostics"),
    row(DSREG_T_TIME, 171, "prt.refresh.time", "Previous Prt Attempt"),
    row(DSREG_T_STR, 172, "prt.refresh.status", "Attempt Status"),
    row(DSREG_T_STR, 173, "prt.refresh.user", "User Identity", DSREG_F_PERSONAL),
    row(DSREG_T_STR, 174, "prt.refresh.credential", "Credential Type"),
    row(DSREG_T_STR, 175, "prt.refresh.correlation", "Correlation ID"),
    row(DSREG_T_STR, 176, "prt.refresh.endpoint", "Endpoint URI", DSREG_F_PERSONAL),
    row(DSREG_T_STR, 177, "prt.refresh.http-method", "HTTP Method"),
    row(DSREG_T_STR, 178, "prt.refresh.http-error", "HTTP Error"),
    row(DSREG_T_INT, 179, "prt.refresh.http-status", "HTTP status"),
    row(DSREG_T_STR, 180, "prt.refresh.server-error", "Server Error Code"),
    row(DSREG_T_STR, 181, "prt.refresh.server-text", "Server Error Description", DSREG_F_PERSONAL),
};

inline constexpr auto f_cookie = hidden(DSREG_T_BOOL, "prt.cookie-granted");

} // namespace prt
