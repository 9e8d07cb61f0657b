// What the module's probes report. Labels are those of the Windows tool.
#pragma once
#include <dsreg/probe.h>

namespace certs {

inline constexpr const char* checks = "Device Checks";
inline constexpr const char* details = "Device Details";
inline constexpr uint32_t personal = DSREG_F_PERSONAL;

constexpr dsreg_fact_decl hidden(dsreg_type type, const char* key, uint32_t flags = 0)
{
    return {sizeof(dsreg_fact_decl), type, DSREG_F_HIDDEN | flags, 0, key, checks, ""};
}
constexpr dsreg_fact_decl row(dsreg_type type, uint32_t order, const char* key, const char* label,
                              uint32_t flags = 0)
{
    return {sizeof(dsreg_fact_decl), type, flags, order, key, details, label};
}

inline constexpr auto f_present = hidden(DSREG_T_BOOL, "cert.present");
inline constexpr auto f_device_id = hidden(DSREG_T_STR, "cert.device-id", personal);
inline constexpr auto f_tenant_id = hidden(DSREG_T_STR, "cert.tenant-id", personal);
inline constexpr auto f_join_type = hidden(DSREG_T_STR, "cert.join-type");
inline constexpr auto f_enterprise = hidden(DSREG_T_BOOL, "cert.enterprise");
inline constexpr auto f_not_after = hidden(DSREG_T_TIME, "cert.not-after");
inline constexpr auto f_in_time = hidden(DSREG_T_BOOL, "cert.in-time");
inline constexpr auto f_instance = hidden(DSREG_T_STR, "cert.instance", personal);
inline constexpr auto f_thumbprint =
    row(DSREG_T_STR, 120, "cert.thumbprint", "Thumbprint", personal);
inline constexpr auto f_validity =
    row(DSREG_T_STR, 130, "cert.validity", "DeviceCertificateValidity");

inline constexpr auto f_container =
    row(DSREG_T_STR, 140, "key.container", "KeyContainerId", personal);
inline constexpr auto f_provider = row(DSREG_T_STR, 150, "key.provider", "KeyProvider");
inline constexpr auto f_tpm = row(DSREG_T_BOOL, 160, "key.tpm", "TpmProtected");
inline constexpr auto f_usable = hidden(DSREG_T_BOOL, "key.usable");

} // namespace certs
