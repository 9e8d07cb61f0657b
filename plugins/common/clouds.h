// The clouds and the host names that tests of more than one module need.
// Source: Microsoft Learn, "Microsoft Entra hybrid join" (US Government host list), and the
// authority metadata of MSAL (github.com/AzureAD/microsoft-authentication-library-for-js).
#pragma once
#include "common/input.h"
#include "common/names.h"

#include <string_view>

namespace common {

struct cloud {
    const char* name;         // "public", as --cloud says it
    const char* sts;          // signs users in
    const char* registration; // the device registration service, DRS
    const char* instance;     // "cloud_instance_name" of its documents
    const char* idp;          // what an account's environment is there; "": not published
};

inline constexpr cloud clouds[] = {
    {"public", "login.microsoftonline.com", "enterpriseregistration.windows.net",
     "microsoftonline.com", "login.windows.net"},
    {"usgov", "login.microsoftonline.us", "enterpriseregistration.microsoftonline.us",
     "microsoftonline.us", ""},
    {"china", "login.partner.microsoftonline.cn",
     "enterpriseregistration.partner.microsoftonline.cn", "partner.microsoftonline.cn", ""},
};

inline const cloud& cloud_of_environment(std::string_view environment)
{
    for (const char* host : {"login.microsoftonline.us", "login.usgovcloudapi.net"})
        if (environment == host) return clouds[1];
    for (const char* host : {"login.partner.microsoftonline.cn", "login.chinacloudapi.cn"})
        if (environment == host) return clouds[2];
    return clouds[0];
}

// What the administrator said (`run.cloud`), else where the first account lives
// (`user.environment`), else the public cloud.
inline const cloud& chosen_cloud(dsreg::host host)
{
    const std::string_view said = input_text(host, "run.cloud");
    for (const cloud& c : clouds)
        if (said == c.name) return c;
    return cloud_of_environment(lowered(input_text(host, "user.environment")));
}

} // namespace common
