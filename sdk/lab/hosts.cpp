#include "hosts.h"

namespace dsreg::lab {

const std::vector<known_host>& known_hosts()
{
    static constexpr const char* login = "login.microsoftonline.com";
    static constexpr const char* drs = "enterpriseregistration.windows.net";
    static constexpr const char* us_login = "login.microsoftonline.us";
    static constexpr const char* us_drs = "enterpriseregistration.microsoftonline.us";
    static constexpr const char* cn_login = "login.partner.microsoftonline.cn";
    static constexpr const char* cn_drs = "enterpriseregistration.partner.microsoftonline.cn";
    static const std::vector<known_host> all = {
        {login, role::login, login, drs},
        {"login.windows.net", role::login, login, drs},
        {"login.microsoft.com", role::login, login, drs},
        {"sts.windows.net", role::login, login, drs},
        {"device.login.microsoftonline.com", role::device_login, login, drs},
        {drs, role::drs, login, drs},
        {"certauth.enterpriseregistration.windows.net", role::drs, login, drs},
        {"autologon.microsoftazuread-sso.com", role::other, login, drs},
        {"graph.microsoft.com", role::other, login, drs},
        {"graph.windows.net", role::other, login, drs},
        {"pas.windows.net", role::other, login, drs},
        {"packages.microsoft.com", role::packages, login, drs},
        {"manage.microsoft.com", role::other, login, drs},
        {"portal.manage.microsoft.com", role::other, login, drs},
        {"enrollment.manage.microsoft.com", role::other, login, drs},

        {us_login, role::login, us_login, us_drs},
        {"login.usgovcloudapi.net", role::login, us_login, us_drs},
        {"device.login.microsoftonline.us", role::device_login, us_login, us_drs},
        {us_drs, role::drs, us_login, us_drs},
        {"certauth.enterpriseregistration.microsoftonline.us", role::drs, us_login, us_drs},
        {"autologon.microsoft.us", role::other, us_login, us_drs},
        {"graph.microsoft.us", role::other, us_login, us_drs},
        {"pasff.usgovcloudapi.net", role::other, us_login, us_drs},
        {"manage.microsoft.us", role::other, us_login, us_drs},

        {cn_login, role::login, cn_login, cn_drs},
        {"login.chinacloudapi.cn", role::login, cn_login, cn_drs},
        {"device.login.partner.microsoftonline.cn", role::device_login, cn_login, cn_drs},
        {cn_drs, role::drs, cn_login, cn_drs},
        {"certauth.enterpriseregistration.partner.microsoftonline.cn", role::drs, cn_login, cn_drs},
        {"microsoftgraph.chinacloudapi.cn", role::other, cn_login, cn_drs},
        {"pas.chinacloudapi.cn", role::other, cn_login, cn_drs},
        {"manage.microsoftonline.cn", role::other, cn_login, cn_drs},
    };
    return all;
}

const known_host* find_host(const std::string& name)
{
    for (const known_host& host : known_hosts()) {
        if (name == host.name) return &host;
    }
    return nullptr;
}

const known_host& login_host(const std::string& cloud)
{
    const char* name = "login.microsoftonline.com";
    if (cloud == "usgov") name = "login.microsoftonline.us";
    if (cloud == "china") name = "login.partner.microsoftonline.cn";
    return *find_host(name);
}

} // namespace dsreg::lab
