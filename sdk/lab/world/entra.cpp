#include "world/entra.h"

#include "base/text.h"
#include "world/entra_documents.h"
#include "world/sts_error.h"

#include <algorithm>
#include <boost/json.hpp>

namespace dsreg::lab {
namespace {

namespace json = boost::json;

std::vector<std::string> split(const std::string& path)
{
    std::vector<std::string> parts;
    for (std::size_t at = 0; at < path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        if (end > at) parts.push_back(path.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

web_response page(unsigned status, const std::string& words)
{
    web_response r;
    r.status = status;
    r.body = "<!DOCTYPE html><title>" + words + "</title><p>" + words + "</p>\n";
    return r;
}

web_response document(const json::object& o, unsigned status = 200)
{
    web_response r;
    r.status = status;
    r.type = "application/json; charset=utf-8";
    r.body = json::serialize(o);
    r.headers = {{"Cache-Control", "max-age=86400, private"},
                 {"x-ms-request-id", "5f0a1c2e-0000-4000-8000-000000000001"}};
    return r;
}

bool is_tenant(const scenario& s, const std::string& name)
{
    return name == s.tenant.id || name == lower(s.tenant.domain);
}

// The scenario with the tenant that `name` means in front: its own, or that of another
// registration, whose domain is the first label of its id below example.com.
scenario as_seen_by(const scenario& s, const std::string& name)
{
    scenario seen = s;
    for (const other_device& o : s.other_devices) {
        const std::string domain = o.tenant_id.substr(0, 8) + ".example.com";
        if (name != o.tenant_id && name != domain) continue;
        seen.tenant.id = o.tenant_id;
        seen.tenant.domain = domain;
        seen.tenant.name = "Tenant " + o.tenant_id.substr(0, 8);
    }
    return seen;
}

web_response registration(const scenario& s, const known_host& host,
                          const std::vector<std::string>& parts)
{
    const bool contract =
        parts.size() == 3 && parts[1] == "enrollmentserver" && parts[2] == "contract";
    const bool discover = parts.size() == 2 && parts[1] == "discover";
    if (!contract && !discover) return page(404, "Not Found");
    if (serves(s, host) && is_tenant(s, parts[0])) return document(discovery_document(s));
    return document({{"ErrorType", "InvalidParameter"},
                     {"Message", "The tenant is not known."},
                     {"TraceId", "5f0a1c2e-0000-4000-8000-000000000002"},
                     {"Time", "2026-01-01 00:00:00Z"}},
                    400);
}

web_response unknown_tenant(const known_host& host, const std::string& name)
{
    return sts_error(host.login, {90002, "invalid_tenant",
                                  "Tenant '" + safe_text(name) +
                                      "' not found. Check to make sure you have the correct "
                                      "tenant ID.",
                                  ""});
}

std::string parameter(const std::string& query, const std::string& name)
{
    for (std::size_t at = 0; at < query.size();) {
        const std::size_t end = std::min(query.find('&', at), query.size());
        const std::string one = query.substr(at, end - at);
        if (one.rfind(name + "=", 0) == 0) return one.substr(name.size() + 1);
        at = end + 1;
    }
    return {};
}

bool is_token_path(const std::vector<std::string>& parts)
{
    const bool v2 = parts.size() == 4 && parts[2] == "v2.0";
    return (parts.size() == 3 || v2) && parts[1] == "oauth2" && parts.back() == "token";
}

web_response token(const scenario& s, const known_host& host, const std::string& tenant,
                   const web_request& request, token_service& tokens)
{
    const bool other = std::any_of(s.other_devices.begin(), s.other_devices.end(),
                                   [&](const other_device& o) { return o.tenant_id == tenant; });
    if (tenant != "common" && !other && !is_tenant(s, tenant)) return unknown_tenant(host, tenant);
    if (tenant != "common" && std::string(host.login) != home_of(s).login) {
        return sts_error(host.login, {90038, "invalid_request",
                                      "The specified tenant '" + safe_text(tenant) +
                                          "' belongs to the National Cloud '" +
                                          instance_name(home_of(s)) + "'.",
                                      ""});
    }
    return tokens.answer(request, host.login, tenant);
}

web_response sign_in(const scenario& s, const known_host& host,
                     const std::vector<std::string>& parts, const std::string& query,
                     const web_request& request, token_service& tokens)
{
    if (is_token_path(parts)) return token(s, host, parts[0], request, tokens);
    if (parts.size() == 2 && parts[0] == "common" && parts[1] == "oauth2") {
        return page(200, "Sign in to your account");
    }
    if (parts.size() >= 2 && parts[0] == "common" && parts[1] == "userrealm") {
        const std::string user = parts.size() > 2 ? parts[2] : parameter(query, "user");
        const std::size_t at = user.find('@');
        return document(realm_document(as_seen_by(s, at == user.npos ? user : user.substr(at + 1)),
                                       host, user));
    }
    const bool v2 = parts.size() == 4 && parts[1] == "v2.0";
    if ((parts.size() == 3 || v2) && parts[parts.size() - 2] == ".well-known" &&
        parts.back() == "openid-configuration") {
        const scenario seen = as_seen_by(s, parts[0]);
        const bool known = serves(seen, host) && is_tenant(seen, parts[0]);
        return known ? document(openid_document(seen, v2)) : unknown_tenant(host, parts[0]);
    }
    return page(404, "Not Found");
}

web_response usual(const scenario& s, const web_request& request, const std::string& path,
                   const std::string& query, token_service& tokens)
{
    const known_host* host = find_host(request.host);
    if (!request.tls) {
        web_response r = page(301, "Moved Permanently");
        r.headers.emplace_back("Location", "https://" + safe_text(request.host) + path);
        return r;
    }
    if (!host) return page(behaviour(s, request.host).dns == "answer" ? 200 : 404, "dsreg lab");
    const std::vector<std::string> parts = split(lower(path));
    switch (host->plays) {
    case role::drs:
        if (request.method == "DELETE" && parts.size() == 3 && parts[0] == "enrollmentserver" &&
            parts[1] == "device")
            return tokens.devices().remove(request, parts[2], query);
        return registration(as_seen_by(s, parts.empty() ? "" : parts[0]), *host, parts);
    case role::login:
    case role::device_login:
        return sign_in(s, *host, parts, lower(query), request, tokens);
    case role::packages:
        return page(200, "packages");
    case role::other:
        break;
    }
    return page(404, "Not Found");
}

} // namespace

web_response answer(const scenario& s, const web_request& request, token_service& tokens)
{
    const std::size_t mark = std::min(request.target.find('?'), request.target.size());
    const std::string path = request.target.substr(0, mark);
    const std::string query = mark < request.target.size() ? request.target.substr(mark + 1) : "";
    for (const http_play& play : s.http) {
        if (!glob_match(play.host, request.host) || !glob_match(play.path, path)) continue;
        web_response r;
        r.status = static_cast<unsigned>(play.status);
        r.type = play.type;
        r.body = play.body;
        r.hang = play.hang;
        if (!play.location.empty()) r.headers.emplace_back("Location", play.location);
        return r;
    }
    return usual(s, request, path, query, tokens);
}

} // namespace dsreg::lab
