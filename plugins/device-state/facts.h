// What the module's probes report. Labels are those of the Windows tool.
#pragma once
#include <dsreg/probe.h>

namespace device_state {

inline constexpr uint32_t personal = DSREG_F_PERSONAL;

constexpr dsreg_fact_decl row(const char* section, dsreg_type type, uint32_t order, const char* key,
                              const char* label, uint32_t flags = 0)
{
    return {sizeof(dsreg_fact_decl), type, flags, order, key, section, label};
}
constexpr dsreg_fact_decl state(dsreg_type type, uint32_t order, const char* key, const char* label,
                                uint32_t flags = 0)
{
    return row("Device State", type, order, key, label, flags);
}
constexpr dsreg_fact_decl tenant(uint32_t order, const char* key, const char* label,
                                 uint32_t flags = 0)
{
    return row("Tenant Details", DSREG_T_STR, order, key, label, flags);
}
constexpr dsreg_fact_decl work(dsreg_type type, uint32_t order, const char* key, const char* label,
                               uint32_t flags = 0)
{
    return row("Work Account 1", type, order, key, label, flags);
}

inline constexpr auto f_joined = state(DSREG_T_BOOL, 110, "device.joined", "AzureAdJoined");
inline constexpr auto f_enterprise =
    state(DSREG_T_BOOL, 120, "device.enterprise-joined", "EnterpriseJoined");
inline constexpr auto f_domain_joined =
    state(DSREG_T_BOOL, 130, "device.domain-joined", "DomainJoined");
inline constexpr auto f_domain = state(DSREG_T_STR, 140, "device.domain", "DomainName", personal);
inline constexpr auto f_vdi = state(DSREG_T_STR, 150, "device.vdi", "Virtual Desktop");
inline constexpr auto f_vdi_provider = state(DSREG_T_STR, 151, "device.vdi-provider", "Provider");
inline constexpr auto f_vdi_type = state(DSREG_T_STR, 152, "device.vdi-type", "Type");
inline constexpr auto f_vdi_mode = state(DSREG_T_STR, 153, "device.vdi-user-mode", "User mode");
inline constexpr auto f_vdi_count = state(DSREG_T_INT, 154, "device.vdi-extensions", "Extensions");
inline constexpr auto f_vdi_pair =
    state(DSREG_T_STR, 155, "device.vdi-extension", "Extensions", DSREG_F_MANY);
inline constexpr auto f_name = state(DSREG_T_STR, 160, "device.name", "Device Name", personal);
inline constexpr auto f_join_state = state(DSREG_T_STR, 0, "device.join-state", "", DSREG_F_HIDDEN);

// Whether all that name this device mean the same one.
inline constexpr auto f_agrees = state(DSREG_T_BOOL, 0, "device.agrees", "", DSREG_F_HIDDEN);

inline constexpr auto f_device_id =
    row("Device Details", DSREG_T_STR, 110, "device.id", "DeviceId", personal);
inline constexpr auto f_auth_status =
    row("Device Details", DSREG_T_STR, 170, "device.auth-status", "DeviceAuthStatus");

inline constexpr auto f_tenant_id = tenant(120, "tenant.id", "TenantId", personal);
inline constexpr auto f_mdm = tenant(160, "device.mdm-url", "MdmUrl");
inline constexpr auto f_mdm_terms = tenant(170, "device.mdm-tou-url", "MdmTouUrl");
inline constexpr auto f_mdm_compliance =
    tenant(180, "device.mdm-compliance-url", "MdmComplianceUrl");

// Windows settings sync.
inline constexpr auto f_settings = tenant(190, "device.settings-url", "SettingsUrl");

inline constexpr auto f_workplace =
    row("User State", DSREG_T_BOOL, 140, "user.workplace-joined", "WorkplaceJoined");

inline constexpr auto f_work_device =
    work(DSREG_T_STR, 110, "work.device-id", "WorkplaceDeviceId", personal);
inline constexpr auto f_work_thumbprint =
    work(DSREG_T_STR, 120, "work.thumbprint", "WorkplaceThumbprint", personal);
inline constexpr auto f_work_validity =
    work(DSREG_T_STR, 130, "work.validity", "DeviceCertificateValidity");
inline constexpr auto f_work_container =
    work(DSREG_T_STR, 140, "work.key-container", "KeyContainerId", personal);
inline constexpr auto f_work_provider = work(DSREG_T_STR, 150, "work.key-provider", "KeyProvider");
inline constexpr auto f_work_tpm = work(DSREG_T_BOOL, 160, "work.tpm", "TpmProtected");
inline constexpr auto f_work_tenant =
    work(DSREG_T_STR, 170, "work.tenant-id", "WorkplaceTenantId", personal);
inline constexpr auto f_work_name =
    work(DSREG_T_STR, 180, "work.tenant-name", "WorkplaceTenantName", personal);

} // namespace device_state
