#include "drs-discovery/document.h"

#include "common/json.h"

namespace drs {
namespace {

namespace json = boost::json;

constexpr std::size_t most_bytes = 256 * 1024;
constexpr std::size_t most_text = 2048;

parsed parse(std::string_view body, json::value& ret)
{
    if (body.size() > most_bytes) return parsed::not_json;
    if (body.substr(0, 3) == "\xef\xbb\xbf") body.remove_prefix(3);
    json::parse_options options;
    options.max_depth = 16;
    boost::system::error_code ec;
    ret = json::parse({body.data(), body.size()}, ec, {}, options);
    if (ec) return parsed::not_json;
    return ret.is_object() ? parsed::ok : parsed::not_object;
}

// What people typed: whoever shows it makes it safe.
std::string display_text(const json::object& in, const char* name)
{
    const json::value* v = in.if_contains(name);
    const json::string* s = v == nullptr ? nullptr : v->if_string();
    return s == nullptr || s->size() > most_text ? std::string()
                                                 : std::string(s->data(), s->size());
}

std::string text(const json::object& in, const char* name)
{
    const json::value* v = in.if_contains(name);
    const json::string* s = v == nullptr ? nullptr : v->if_string();
    if (s == nullptr || s->size() > most_text) return {};
    for (const char c : *s)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return {};
    return std::string(s->data(), s->size());
}

const json::object& object(const json::object& in, const char* name)
{
    static const json::object none;
    const json::value* v = in.if_contains(name);
    const json::object* o = v == nullptr ? nullptr : v->if_object();
    return o == nullptr ? none : *o;
}

endpoint service(const json::object& root, const char* block, const char* url, const char* id)
{
    const json::object& in = object(root, block);
    return {text(in, "ServiceVersion"), text(in, url), text(in, id)};
}

bool names_missing_tenant(const json::object& root)
{
    const json::value* list = root.if_contains("error_codes");
    const json::array* codes = list == nullptr ? nullptr : list->if_array();
    if (codes == nullptr) return false;
    for (const json::value& code : *codes)
        if (const std::int64_t* n = code.if_int64(); n != nullptr && (*n == 90002 || *n == 900023))
            return true;
    return false;
}

} // namespace

parsed read_discovery(std::string_view body, discovery_document& ret)
{
    json::value whole;
    const parsed p = parse(body, whole);
    if (p != parsed::ok) return p;
    const json::object& root = whole.get_object();
    const json::object& tenant = object(root, "TenantInfo");
    ret.display_name = display_text(tenant, "DisplayName");
    ret.tenant_id = text(tenant, "TenantId");
    ret.tenant_name = text(tenant, "TenantName");
    const json::object& oauth = object(object(root, "AuthenticationService"), "OAuth2");
    ret.auth_code_url = text(oauth, "AuthCodeEndpoint");
    ret.token_url = text(oauth, "TokenEndpoint");
    ret.join = service(root, "DeviceJoinService", "JoinEndpoint", "JoinResourceId");
    ret.key =
        service(root, "KeyProvisioningService", "KeyProvisionEndpoint", "KeyProvisionResourceId");
    ret.webauthn = service(root, "WebAuthNService", "WebAuthNEndpoint", "WebAuthNResourceId");
    ret.manage = service(root, "DeviceManagementService", "DeviceManagementEndpoint",
                         "DeviceManagementResourceId");
    return parsed::ok;
}

parsed read_realm(std::string_view body, realm_document& ret)
{
    json::value whole;
    const parsed p = parse(body, whole);
    if (p != parsed::ok) return p;
    ret.account_type = text(whole.get_object(), "account_type");
    ret.metadata_url = text(whole.get_object(), "federation_metadata_url");
    return p;
}

parsed read_openid(std::string_view body, openid_document& ret)
{
    json::value whole;
    const parsed p = parse(body, whole);
    if (p != parsed::ok) return p;
    const json::object& root = whole.get_object();
    ret.issuer = text(root, "issuer");
    ret.cloud_instance = text(root, "cloud_instance_name");
    ret.error = text(root, "error");
    ret.tenant_not_found = names_missing_tenant(root);
    return parsed::ok;
}

} // namespace drs
