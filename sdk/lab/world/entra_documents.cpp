#include "world/entra_documents.h"

namespace dsreg::lab {
namespace {

namespace json = boost::json;

std::string graph_host(const std::string& cloud)
{
    if (cloud == "usgov") return "graph.microsoft.us";
    return cloud == "china" ? "microsoftgraph.chinacloudapi.cn" : "graph.microsoft.com";
}

std::string access_url(const std::string& cloud)
{
    if (cloud == "usgov") return "https://pasff.usgovcloudapi.net";
    return cloud == "china" ? "https://pas.chinacloudapi.cn" : "https://pas.windows.net";
}

} // namespace

std::string lower(std::string s)
{
    for (char& c : s) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    return s;
}

const known_host& home_of(const scenario& s)
{
    return login_host(s.tenant.cloud);
}

bool serves(const scenario& s, const known_host& host)
{
    const std::string login = host.login;
    return login == home_of(s).login || login == login_host("public").login;
}

std::string instance_name(const known_host& host)
{
    return std::string(host.login).substr(std::string("login.").size());
}

json::object discovery_document(const scenario& s)
{
    const known_host& host = home_of(s);
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
    o["AzureRbacService"] = {{"RbacPolicyEndpoint", access_url(s.tenant.cloud)}};
    o["DeviceJoinResourceService"] =
        block("", base + "EnrollmentServer/device/resource/" + tenant + "/", "2.0");
    o["NonceService"] = block("", base + "EnrollmentServer/nonce/" + tenant + "/", "1.0");
    return o;
}

json::object openid_document(const scenario& s, bool v2)
{
    const known_host& host = home_of(s);
    const std::string& cloud = s.tenant.cloud;
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
        v2 ? "https://" + graph_host(cloud) + "/oidc/userinfo" : base + "openid/userinfo";
    o["kerberos_endpoint"] = base + "kerberos";
    o["tenant_region_scope"] = cloud == "usgov" ? "USGov" : cloud == "china" ? "CN" : "WW";
    o["cloud_instance_name"] = instance_name(host);
    o["cloud_graph_host_name"] = "graph.windows.net";
    o["msgraph_host"] = graph_host(cloud);
    o["rbac_url"] = access_url(cloud);
    return o;
}

json::object realm_document(const scenario& s, const known_host& host, const std::string& user)
{
    const std::string domain =
        user.substr(user.find('@') == std::string::npos ? 0 : user.find('@') + 1);
    const bool ours = serves(s, host) && domain == lower(s.tenant.domain);
    json::object o{{"ver", "1.0"}};
    o["account_type"] = ours ? s.tenant.realm : "Unknown";
    if (o["account_type"] != "Unknown") o["domain_name"] = domain;
    if (o["account_type"] == "Federated") {
        const std::string adfs = "https://sts." + domain + "/adfs/";
        o["federation_protocol"] = "WSTrust";
        o["federation_metadata_url"] = adfs + "services/trust/mex";
        o["federation_active_auth_url"] = adfs + "services/trust/2005/usernamemixed";
    }
    o["cloud_instance_name"] = instance_name(ours ? home_of(s) : host);
    o["cloud_audience_urn"] = "urn:federation:MicrosoftOnline";
    return o;
}

} // namespace dsreg::lab
