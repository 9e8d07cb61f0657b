// What the module's probes report.
#pragma once
#include <dsreg/probe.h>

namespace broker {

inline constexpr const char* section = "Broker Information";

constexpr dsreg_fact_decl hidden(dsreg_type type, const char* key)
{
    return {sizeof(dsreg_fact_decl), type, DSREG_F_HIDDEN, 0, key, section, ""};
}
constexpr dsreg_fact_decl row(dsreg_type type, uint32_t order, const char* key, const char* label)
{
    return {sizeof(dsreg_fact_decl), type, 0, order, key, section, label};
}

inline constexpr auto f_bus = hidden(DSREG_T_STR, "broker.bus");

inline constexpr auto f_vendor = row(DSREG_T_STR, 110, "broker.vendor", "Broker Vendor");
inline constexpr auto f_binary = row(DSREG_T_STR, 140, "broker.binary", "Broker Binary Path");
inline constexpr auto f_binary_time =
    row(DSREG_T_TIME, 150, "broker.binary-time", "Broker Binary Timestamp");
inline constexpr auto f_owner_pid = hidden(DSREG_T_INT, "broker.owner-pid");
inline constexpr auto f_activatable = hidden(DSREG_T_BOOL, "broker.activatable");

inline constexpr auto f_authd = hidden(DSREG_T_BOOL, "broker.authd"); // it is here, no broker is

inline constexpr auto f_started = hidden(DSREG_T_BOOL, "broker.started");

inline constexpr auto f_version = row(DSREG_T_STR, 120, "broker.version", "Broker Version");
inline constexpr auto f_java_era = hidden(DSREG_T_BOOL, "broker.java-era");

inline constexpr auto f_service = row(DSREG_T_STR, 130, "broker.service", "Broker Service Name");
inline constexpr auto f_mode = row(DSREG_T_STR, 160, "broker.device-mode", "Device Mode");
inline constexpr auto f_load = hidden(DSREG_T_STR, "broker.device-load-state");
inline constexpr auto f_active = hidden(DSREG_T_STR, "broker.device-active-state");
inline constexpr auto f_sub = hidden(DSREG_T_STR, "broker.device-sub-state");
inline constexpr auto f_result = hidden(DSREG_T_STR, "broker.device-result");
inline constexpr auto f_owned = hidden(DSREG_T_BOOL, "broker.device-name-owned");
inline constexpr auto f_era = hidden(DSREG_T_STR, "broker.device-era"); // "java", "cpp"
// The gate for what needs the device broker: its unit is judged and good.
inline constexpr auto f_device_ok = hidden(DSREG_T_BOOL, "broker.device-ok");

} // namespace broker
