// What drs.discovery reports. Labels are those of the Windows tool.
#pragma once
#include <dsreg/probe.h>

namespace drs {

constexpr dsreg_fact_decl row(uint32_t order, const char* key, const char* label,
                              uint32_t flags = 0)
{
    return {sizeof(dsreg_fact_decl), DSREG_T_STR, flags, order, key, "Tenant Details", label};
}
// URLs that hold the tenant's id are PERSONAL, as the id is.
inline constexpr uint32_t personal = DSREG_F_PERSONAL;

inline constexpr auto f_tenant_name = row(110, "drs.tenant-name", "TenantName", personal);
inline constexpr auto f_tenant_id = row(120, "drs.tenant-id", "TenantId", personal);
inline constexpr auto f_idp = row(130, "drs.idp", "Idp");
inline constexpr auto f_auth_code = row(140, "drs.auth-code-url", "AuthCodeUrl", personal);
inline constexpr auto f_token = row(150, "drs.token-url", "AccessTokenUrl", personal);
inline constexpr auto f_join_version = row(210, "drs.join.version", "JoinSrvVersion");
inline constexpr auto f_join_url = row(220, "drs.join.url", "JoinSrvUrl");
inline constexpr auto f_join_id = row(230, "drs.join.id", "JoinSrvId");
inline constexpr auto f_key_version = row(240, "drs.key.version", "KeySrvVersion");
inline constexpr auto f_key_url = row(250, "drs.key.url", "KeySrvUrl");
inline constexpr auto f_key_id = row(260, "drs.key.id", "KeySrvId");
inline constexpr auto f_webauthn_version = row(270, "drs.webauthn.version", "WebAuthNSrvVersion");
inline constexpr auto f_webauthn_url = row(280, "drs.webauthn.url", "WebAuthNSrvUrl", personal);
inline constexpr auto f_webauthn_id = row(290, "drs.webauthn.id", "WebAuthNSrvId");
inline constexpr auto f_manage_version = row(300, "drs.manage.version", "DeviceManagementSrvVer");
inline constexpr auto f_manage_url = row(310, "drs.manage.url", "DeviceManagementSrvUrl", personal);
inline constexpr auto f_manage_id = row(320, "drs.manage.id", "DeviceManagementSrvId");

inline constexpr auto f_realm = row(0, "drs.realm", "", DSREG_F_HIDDEN);
// Only of a federated tenant that names one.
inline constexpr auto f_metadata_url =
    row(0, "drs.federation-metadata-url", "", DSREG_F_HIDDEN | personal);
// The whole test passed: the gate for what comes after it.
inline constexpr dsreg_fact_decl f_discovered = {
    sizeof f_discovered, DSREG_T_BOOL, DSREG_F_HIDDEN, 0, "drs.discovered", "Tenant Details", ""};
// Reported where a web page stood in the place of an answer: a captive portal or a proxy's page.
// Who meets one, too, names it as the cause.
inline constexpr dsreg_fact_decl f_portal = {
    sizeof f_portal, DSREG_T_BOOL, DSREG_F_HIDDEN, 0, "drs.portal", "Tenant Details", ""};

} // namespace drs
