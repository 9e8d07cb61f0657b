#include "net/http_rules.h"

#include "net/name.h"

#include <algorithm>
#include <array>
#include <dsreg/probe.h>
#include <string_view>

namespace dsreg::net {
namespace {
constexpr std::size_t url_max = 8 * 1024;
constexpr std::size_t fields_max = 64;
constexpr std::size_t field_bytes_max = 32 * 1024;

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

int32_t check_request(const wire::http_request& request, uint32_t probe_flags)
{
    if (request.max_body > body_max || request.body.size() > request_body_max ||
        request.url.size() > url_max)
        return DSREG_E_LIMIT;
    if (const int32_t bad = check_method(request, probe_flags); bad != DSREG_OK) return bad;
    return check_fields(request.headers);
}

} // namespace dsreg::net
