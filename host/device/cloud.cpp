// Resources: the directory graph of each cloud, which gives tokens to devices (Azure CLI,
// cloud.py). Registration: Microsoft Learn, "Plan your Microsoft Entra device deployment".
#include "device/cloud.h"

namespace dsreg::device {
namespace {

constexpr std::array<cloud, 3> clouds = {{
    {"public", "login.microsoftonline.com", "https://graph.windows.net",
     "enterpriseregistration.windows.net"},
    {"usgov", "login.microsoftonline.us", "https://graph.windows.net",
     "enterpriseregistration.microsoftonline.us"},
    {"china", "login.partner.microsoftonline.cn", "https://graph.chinacloudapi.cn",
     "enterpriseregistration.partner.microsoftonline.cn"},
}};

} // namespace

const std::array<cloud, 3>& all_clouds()
{
    return clouds;
}

const cloud* find_cloud(std::string_view name)
{
    for (const cloud& c : clouds)
        if (name == c.name) return &c;
    return nullptr;
}

} // namespace dsreg::device
