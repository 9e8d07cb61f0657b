// Shapes: the community specification of Entra device join (aad-join-spec.md, "Discover"), the
// recorded OpenID metadata in azure-sdk-for-js, and Microsoft's UserRealm documentation.
#include "world/entra.h"

#include "base/text.h"
#include "hosts.h"

#include <boost/json.hpp>

namespace dsreg::lab {
namespace {

namespace json = boost::json;

std::string lower(std::string s)
{
    for (char& c : s) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    return s;
}

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
    return name == lower(s.tenant.id) || name == lower(s.tenant.domain);
}

json::object discovery(const scenario& s, const known_host& host)
{
    const std::string base = "https://" + std::string(host.drs) + "/";
    const std::string sts = "https://" + std::string(host.login) + "/" + s.tenant.id + "/";
    const std::string id = "urn:ms-drs:" + std::string(host.drs);
    const std::string& tenant = s.tenant.id;
    const auto block = [&](const char* name, const std::string& url, const char* version) {
        return json::object{{std::string(name) + "Endpoint", url},
                            {std::string(name) + "ResourceId", id},
                            {"ServiceVersion", version}};
    };
    json::object o;
    o["DiscoveryService"] = {{"DiscoveryEndpoint", base + tenant + "/Discover"},
                             {"ServiceVersion", "1.9"}};
    o["DeviceRegistrationService"] = {
        {"RegistrationEndpoint", base + "EnrollmentServer/DeviceEnrollmentWebService.svc"},
        {"RegistrationResourceId", id},
        {"ServiceVersion", "1.0"}};
    o["AuthenticationService"] = {{"OAuth2",
                                   {{"AuthCodeEndpoint", sts + "oauth2/authorize"},
                                    {"TokenEndpoint", sts + "oauth2/token"}}}};
    o["IdentityProviderService"] = {{"Federated", s.tenant.realm == "Federated"},
                                    {"PassiveAuthEndpoint", sts + "wsfed"}};
    o["DeviceJoinService"] = block("Join", base + "EnrollmentServer/device/", "2.0");
    o["KeyProvisioningService"] = block("KeyProvision", base + "EnrollmentServer/key/", "1.0");
    o["WebAuthNService"] = block("WebAuthN", base + "webauthn/" + tenant + "/", "1.0");
    o["DeviceManagementService"] =
        block("DeviceManagement", base + "manage/" + tenant + "/", "1.0");
    o["MsaProviderData"] = {{"SiteId", "295958"}, {"SiteUrl", host.drs}};
    o["PrecreateService"] =
        block("Precreate", base + "EnrollmentServer/device/precreate/" + tenant + "/", "2.0");
    o["TenantInfo"] = {
        {"DisplayName", s.tenant.name}, {"TenantId", tenant}, {"TenantName", s.tenant.domain}};
    o["AzureRbacService"] = {{"RbacPolicyEndpoint", "https://pas.windows.net"}};
    o["DeviceJoinResourceService"] =
        block("", base + "EnrollmentServer/device/resource/" + tenant + "/", "2.0");
    o["NonceService"] = block("", base + "EnrollmentServer/nonce/" + tenant + "/", "1.0");
    return o;
}

web_response registration(const scenario& s, const known_host& host,
                          const std::vector<std::string>& parts)
{
    const bool contract =
        parts.size() == 3 && parts[1] == "enrollmentserver" && parts[2] == "contract";
    const bool discover = parts.size() == 2 && parts[1] == "discover";
    if (!contract && !discover) return page(404, "Not Found");
    if (is_tenant(s, parts[0])) return document(discovery(s, host));
    return document({{"ErrorType", "InvalidParameter"},
                     {"Message", "The tenant is not known."},
                     {"TraceId", "5f0a1c2e-0000-4000-8000-000000000002"},
                     {"Time", "2026-01-01 00:00:00Z"}},
                    400);
}

web_response openid(const scenario& s, const known_host& host, bool v2)
{
    const std::string base = "https://" + std::string(host.login) + "/" + s.tenant.id + "/";
    const std::string oauth = base + (v2 ? "oauth2/v2.0/" : "oauth2/");
    json::object o;
    o["token_endpoint"] = oauth + "token";
    o["jwks_uri"] = v2 ? base + "discovery/v2.0/keys"
                       : "https://" + std::string(host.login) + "/common/discovery/keys";
    o["issuer"] = v2 ? base + "v2.0" : "https://sts.windows.net/" + s.tenant.id + "/";
    o["authorization_endpoint"] = oauth + "authorize";
    o["device_authorization_endpoint"] = oauth + "devicecode";
    o["end_session_endpoint"] = oauth + "logout";
    o["userinfo_endpoint"] =
        v2 ? "https://graph.microsoft.com/oidc/userinfo" : base + "openid/userinfo";
    o["kerberos_endpoint"] = base + "kerberos";
    o["tenant_region_scope"] = "WW";
    o["cloud_instance_name"] = std::string(host.login).substr(std::string("login.").size());
    o["cloud_graph_host_name"] = "graph.windows.net";
    o["msgraph_host"] = "graph.microsoft.com";
    o["rbac_url"] = "https://pas.windows.net";
    return document(o);
}

web_response unknown_tenant(const std::string& name)
{
    return document({{"error", "invalid_tenant"},
                     {"error_description", "AADSTS90002: Tenant '" + safe_text(name) +
                                               "' not found. Check to make sure you have the "
                                               "correct tenant ID."},
                     {"error_codes", json::array{90002}}},
                    400);
}

web_response user_realm(const scenario& s, const known_host& host, std::string user)
{
    const std::string domain =
        user.substr(user.find('@') == std::string::npos ? 0 : user.find('@') + 1);
    const std::string cloud = std::string(host.login).substr(std::string("login.").size());
    json::object o{{"ver", "1.0"}};
    o["account_type"] = domain == lower(s.tenant.domain) ? s.tenant.realm : "Unknown";
    if (o["account_type"] != "Unknown") o["domain_name"] = domain;
    if (o["account_type"] == "Federated") {
        const std::string adfs = "https://sts." + domain + "/adfs/";
        o["federation_protocol"] = "WSTrust";
        o["federation_metadata_url"] = adfs + "services/trust/mex";
        o["federation_active_auth_url"] = adfs + "services/trust/2005/usernamemixed";
    }
    o["cloud_instance_name"] = cloud;
    o["cloud_audience_urn"] = "urn:federation:MicrosoftOnline";
    return document(o);
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

web_response sign_in(const scenario& s, const known_host& host,
                     const std::vector<std::string>& parts, const std::string& query)
{
    if (parts.size() == 2 && parts[0] == "common" && parts[1] == "oauth2") {
        return page(200, "Sign in to your account");
    }
    if (parts.size() >= 2 && parts[0] == "common" && parts[1] == "userrealm") {
        return user_realm(s, host, parts.size() > 2 ? parts[2] : parameter(query, "user"));
    }
    const bool v2 = parts.size() == 4 && parts[1] == "v2.0";
    if ((parts.size() == 3 || v2) && parts[parts.size() - 2] == ".well-known" &&
        parts.back() == "openid-configuration") {
        return is_tenant(s, parts[0]) ? openid(s, host, v2) : unknown_tenant(parts[0]);
    }
    return page(404, "Not Found");
}

web_response usual(const scenario& s, const web_request& request, const std::string& path,
                   const std::string& query)
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
        return registration(s, *host, parts);
    case role::login:
    case role::device_login:
        return sign_in(s, *host, parts, lower(query));
    case role::packages:
        return page(200, "packages");
    case role::other:
        break;
    }
    return page(404, "Not Found");
}

} // namespace

web_response answer(const scenario& s, const web_request& request)
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
    return usual(s, request, path, query);
}

} // namespace dsreg::lab
