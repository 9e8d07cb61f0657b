#include "connectivity/hosts.h"

#include <string_view>

namespace connectivity {
namespace {

struct known {
    const char* cloud;
    const char* host;
    bool needed;
    const char* use;
};

constexpr const char* sign_in = "sign-in and tokens";
constexpr const char* device_sign_in = "sign-in of the device with its certificate";
constexpr const char* registration = "registration of the device";
constexpr const char* graph = "device and user data (Microsoft Graph)";
constexpr const char* seamless = "seamless single sign-on in the company's network";
constexpr const char* management = "device management (Microsoft Intune)";
constexpr const char* access = "log-in to Azure virtual machines";
constexpr const char* packages = "packages of the broker";

constexpr known table[] = {
    {"public", "login.microsoftonline.com", true, sign_in},
    {"public", "device.login.microsoftonline.com", true, device_sign_in},
    {"public", "enterpriseregistration.windows.net", true, registration},
    {"public", "certauth.enterpriseregistration.windows.net", true, registration},
    {"public", "graph.microsoft.com", false, graph},
    {"public", "graph.windows.net", false, graph},
    {"public", "autologon.microsoftazuread-sso.com", false, seamless},
    {"public", "manage.microsoft.com", false, management},
    {"public", "pas.windows.net", false, access},
    {"public", "packages.microsoft.com", false, packages},

    {"usgov", "login.microsoftonline.us", true, sign_in},
    {"usgov", "device.login.microsoftonline.us", true, device_sign_in},
    {"usgov", "enterpriseregistration.microsoftonline.us", true, registration},
    {"usgov", "enterpriseregistration.windows.net", true, registration},
    {"usgov", "certauth.enterpriseregistration.microsoftonline.us", true, registration},
    {"usgov", "graph.microsoft.us", false, graph},
    {"usgov", "autologon.microsoft.us", false, seamless},
    {"usgov", "manage.microsoft.us", false, management},
    {"usgov", "pasff.usgovcloudapi.net", false, access},
    {"usgov", "packages.microsoft.com", false, packages},

    {"china", "login.partner.microsoftonline.cn", true, sign_in},
    {"china", "device.login.partner.microsoftonline.cn", true, device_sign_in},
    {"china", "enterpriseregistration.partner.microsoftonline.cn", true, registration},
    {"china", "certauth.enterpriseregistration.partner.microsoftonline.cn", true, registration},
    {"china", "login.chinacloudapi.cn", false, sign_in},
    {"china", "microsoftgraph.chinacloudapi.cn", false, graph},
    {"china", "manage.microsoftonline.cn", false, management},
    {"china", "pas.chinacloudapi.cn", false, access},
    {"china", "packages.microsoft.com", false, packages},
};

} // namespace

std::vector<target> hosts_of(const common::cloud& cloud)
{
    std::vector<target> list;
    for (const known& k : table)
        if (std::string_view(cloud.name) == k.cloud) list.push_back({k.host, 443, k.needed, k.use});
    return list;
}

std::string device_login(const common::cloud& cloud)
{
    return std::string("device.") + cloud.sts;
}

bool parse_extra(std::string_view entry, target& ret)
{
    if (entry.find_first_of("/?#") != std::string_view::npos) return false;
    std::string host;
    unsigned port = 0;
    if (!common::split_https("https://" + std::string(entry), host, port)) return false;
    ret = {host, port, true, "named in the configuration"};
    return true;
}

} // namespace connectivity
