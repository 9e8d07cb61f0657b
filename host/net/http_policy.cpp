#include "net/http_policy.h"

#include "net/address.h"
#include "net/name.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <curl/curl.h>
#include <dsreg/probe.h>
#include <memory>
#include <string_view>

namespace dsreg::net {
namespace {
constexpr std::size_t url_max = 8 * 1024;
constexpr std::size_t fields_max = 64;
constexpr std::size_t field_bytes_max = 32 * 1024;

struct url_end {
    void operator()(CURLU* u) const { curl_url_cleanup(u); }
};

std::string part(CURLU* url, CURLUPart what, unsigned flags = 0)
{
    char* text = nullptr;
    if (curl_url_get(url, what, &text, flags) != CURLUE_OK || !text) return "";
    std::string copy = text;
    curl_free(text);
    return copy;
}

bool plan_url(const std::string& text, http_plan& ret)
{
    const std::unique_ptr<CURLU, url_end> url(curl_url());
    if (!url || text.find('\0') != std::string::npos ||
        curl_url_set(url.get(), CURLUPART_URL, text.c_str(),
                     CURLU_DISALLOW_USER | CURLU_PATH_AS_IS) != CURLUE_OK)
        return false;
    const std::string scheme = part(url.get(), CURLUPART_SCHEME);
    const std::string port = part(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
    const int number = port.size() <= 5 ? std::atoi(port.c_str()) : 0;
    if (number < 1 || number > 65535) return false;
    ret.tls = scheme == "https";
    // Plain http is for looking whether a portal stands in the way, not for data.
    if (!ret.tls && (scheme != "http" || number != 80)) return false;
    ret.port = static_cast<uint16_t>(number);
    ret.host = part(url.get(), CURLUPART_HOST);
    if (ret.host.size() > 2 && ret.host.front() == '[')
        ret.host = ret.host.substr(1, ret.host.size() - 2);
    if (!literal(ret.host, 0)) {
        if (!is_host_name(ret.host)) return false;
        ret.host = plain_name(ret.host);
        if (curl_url_set(url.get(), CURLUPART_HOST, ret.host.c_str(), 0) != CURLUE_OK) return false;
    }
    ret.url = part(url.get(), CURLUPART_URL);
    return !ret.url.empty();
}

bool is_token(std::string_view text)
{
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               others.find(c) != std::string_view::npos;
    });
}

// The host frames the message and says who it is; and no credential of a module's choosing leaves.
bool is_hosts_own(std::string_view name)
{
    constexpr std::array<std::string_view, 13> own = {
        "authorization", "connection",        "content-length",
        "cookie",        "cookie2",           "expect",
        "host",          "keep-alive",        "te",
        "trailer",       "transfer-encoding", "upgrade",
        "user-agent"};
    const std::string lower = plain_name(name);
    return lower.starts_with("proxy-") || std::find(own.begin(), own.end(), lower) != own.end();
}

int32_t check_fields(const std::vector<wire::http_field>& fields)
{
    std::size_t bytes = 0;
    for (const auto& [name, value] : fields) {
        bytes += name.size() + value.size();
        const bool plain = std::none_of(value.begin(), value.end(), [](char c) {
            return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
        });
        if (!is_token(name) || !plain || is_hosts_own(name)) return DSREG_E_INVALID;
    }
    return fields.size() > fields_max || bytes > field_bytes_max ? DSREG_E_LIMIT : DSREG_OK;
}

int32_t check_method(const wire::http_request& request, uint32_t probe_flags)
{
    constexpr std::array<std::string_view, 5> active = {"POST", "PUT", "PATCH", "DELETE",
                                                        "OPTIONS"};
    if (request.method == "GET" || request.method == "HEAD")
        return request.body.empty() ? DSREG_OK : DSREG_E_INVALID;
    if (std::find(active.begin(), active.end(), request.method) == active.end())
        return DSREG_E_INVALID;
    return probe_flags & DSREG_P_ACTIVE ? DSREG_OK : DSREG_E_UNDECLARED;
}
} // namespace

int32_t plan_request(const wire::http_request& request, uint32_t probe_flags, http_plan& ret)
{
    http_plan plan;
    plan.method = request.method;
    plan.max_body = request.max_body == 0 ? body_default : request.max_body;
    if (plan.max_body > body_max || request.body.size() > request_body_max ||
        request.url.size() > url_max)
        return DSREG_E_LIMIT;
    if (const int32_t bad = check_method(request, probe_flags); bad != DSREG_OK) return bad;
    if (const int32_t bad = check_fields(request.headers); bad != DSREG_OK) return bad;
    if (!plan_url(request.url, plan)) return DSREG_E_INVALID;
    ret = std::move(plan);
    return DSREG_OK;
}

} // namespace dsreg::net
