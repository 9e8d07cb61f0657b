#include "cli/environment.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

namespace dsreg::cli {
namespace {

constexpr const char* kept_names[] = {
    "TERM",           "COLUMNS",     "LANG",        "DSREG_LAB",   "DSREG_PROBE_PATH", "NO_COLOR",
    "CLICOLOR_FORCE", "HTTPS_PROXY", "https_proxy", "ALL_PROXY",   "all_proxy",        "NO_PROXY",
    "no_proxy",       "SUDO_UID",    "PKEXEC_UID",  "DSREG_NESTED"};

std::optional<std::string> variable(const char* name)
{
    const char* text = std::getenv(name);
    if (text == nullptr) return std::nullopt;
    return std::string(text);
}

bool plain(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

bool is_port(std::string_view text)
{
    unsigned port = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), port);
    return ec == std::errc{} && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

bool is_host(std::string_view host)
{
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        return host.find_first_not_of("0123456789abcdefABCDEF:.%", 1) == host.size() - 1;
    return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '.' ||
               c == '-' || c == '_';
    });
}

// [scheme://][user[:password]@]host[:port][/]
bool is_proxy_url(std::string_view url)
{
    if (url.size() > 2048 || !plain(url)) return false;
    if (const std::size_t end = url.find("://"); end != std::string_view::npos) {
        std::string scheme(url.substr(0, end));
        for (char& c : scheme) c = static_cast<char>(c | 0x20);
        constexpr std::string_view known[] = {"http",    "https",  "socks4",
                                              "socks4a", "socks5", "socks5h"};
        if (std::find(std::begin(known), std::end(known), scheme) == std::end(known)) return false;
        url.remove_prefix(end + 3);
    }
    if (!url.empty() && url.back() == '/') url.remove_suffix(1);
    if (const std::size_t at = url.rfind('@'); at != std::string_view::npos)
        url.remove_prefix(at + 1);
    const std::size_t bracket = url.rfind(']');
    const std::size_t colon = url.rfind(':');
    if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
        if (!is_port(url.substr(colon + 1))) return false;
        url = url.substr(0, colon);
    }
    return is_host(url);
}

} // namespace

environment read_environment(bool elevated)
{
    environment env;
    env.lab = variable("DSREG_LAB");
    env.probe_path = variable("DSREG_PROBE_PATH");
    env.no_color = variable("NO_COLOR");
    env.clicolor_force = variable("CLICOLOR_FORCE");
    env.columns = variable("COLUMNS");
    env.term = variable("TERM");
    env.lang = variable("LANG");
    env.session_bus = variable("DBUS_SESSION_BUS_ADDRESS");
    if (elevated) {
        env.sudo_uid = variable("SUDO_UID");
        env.pkexec_uid = variable("PKEXEC_UID");
    } else {
        env.lc_all = variable("LC_ALL");
        env.lc_ctype = variable("LC_CTYPE");
    }
    for (environment::variable& v : env.proxy) v.value = variable(v.name);
    for (environment::variable& v : env.no_proxy) v.value = variable(v.name);
    return env;
}

void rebuild_environment()
{
    std::vector<std::pair<const char*, std::string>> kept;
    for (const char* name : kept_names)
        if (const char* text = std::getenv(name)) kept.emplace_back(name, text);
    ::clearenv();
    ::setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
    for (const auto& [name, text] : kept) ::setenv(name, text.c_str(), 1);
}

status choose_proxy(const environment& env, proxy_choice& ret)
{
    proxy_choice chosen;
    for (const environment::variable& v : env.proxy) {
        if (!v.value || v.value->empty()) continue;
        if (!is_proxy_url(*v.value))
            return status(errc::invalid, std::string("the environment variable ") + v.name +
                                             " is not a proxy like http://proxy.example.com:8080");
        chosen.url = *v.value;
        chosen.source = std::string("environment variable ") + v.name;
        break;
    }
    for (const environment::variable& v : env.no_proxy) {
        if (!v.value || v.value->empty()) continue;
        const bool bad = std::any_of(v.value->begin(), v.value->end(),
                                     [](char c) { return c < 0x20 || c >= 0x7F; });
        if (bad || v.value->size() > 8192)
            return status(errc::invalid, std::string("the environment variable ") + v.name +
                                             " is not a list of host names");
        chosen.no_proxy = *v.value;
        break;
    }
    ret = std::move(chosen);
    return {};
}

} // namespace dsreg::cli
