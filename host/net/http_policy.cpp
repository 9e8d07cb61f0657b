#include "net/http_policy.h"

#include "net/address.h"
#include "net/name.h"

#include <cstdlib>
#include <curl/curl.h>
#include <dsreg/probe.h>
#include <memory>

namespace dsreg::net {
namespace {
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

// DSREG_X_NONE: `ret` says where it leads.
uint32_t plan_url(const std::string& text, http_plan& ret)
{
    const std::unique_ptr<CURLU, url_end> url(curl_url());
    if (!url || text.find('\0') != std::string::npos ||
        curl_url_set(url.get(), CURLUPART_URL, text.c_str(),
                     CURLU_DISALLOW_USER | CURLU_PATH_AS_IS) != CURLUE_OK)
        return DSREG_X_PROTOCOL;
    const std::string scheme = part(url.get(), CURLUPART_SCHEME);
    const std::string port = part(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
    const int number = port.size() <= 5 ? std::atoi(port.c_str()) : 0;
    if (number < 1 || number > 65535) return DSREG_X_PROTOCOL;
    ret.tls = scheme == "https";
    // Plain http is for looking whether a portal stands in the way, not for data.
    if (!ret.tls && (scheme != "http" || number != 80)) return DSREG_X_PROTOCOL;
    ret.port = static_cast<uint16_t>(number);
    ret.host = part(url.get(), CURLUPART_HOST);
    if (ret.host.size() > 2 && ret.host.front() == '[')
        ret.host = ret.host.substr(1, ret.host.size() - 2);
    if (const auto address = literal(ret.host, 0)) {
        if (is_metadata(*address)) return DSREG_X_ACCESS;
    } else {
        if (!is_host_name(ret.host)) return DSREG_X_PROTOCOL;
        ret.host = plain_name(ret.host);
        if (curl_url_set(url.get(), CURLUPART_HOST, ret.host.c_str(), 0) != CURLUE_OK)
            return DSREG_X_PROTOCOL;
    }
    ret.url = part(url.get(), CURLUPART_URL);
    return ret.url.empty() ? DSREG_X_PROTOCOL : DSREG_X_NONE;
}
} // namespace

int32_t plan_request(const wire::http_request& request, uint32_t probe_flags, http_plan& ret)
{
    http_plan plan;
    plan.method = request.method;
    plan.max_body = request.max_body == 0 ? body_default : request.max_body;
    if (const int32_t bad = check_request(request, probe_flags); bad != DSREG_OK) return bad;
    plan.refused = plan_url(request.url, plan);
    ret = std::move(plan);
    return DSREG_OK;
}

} // namespace dsreg::net
