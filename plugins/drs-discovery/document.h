// The three documents that the tests read. Everything in them is foreign: at most 256 KiB, 16
// levels deep, members of another type count as absent, text over 2 KiB or with control characters
// too. Nothing here throws but for lack of memory.
#pragma once
#include <string>
#include <string_view>

namespace drs {

enum class parsed { ok, not_json, not_object };

struct endpoint {
    std::string version, url, id;
    bool any() const { return !version.empty() || !url.empty() || !id.empty(); }
};

struct discovery_document {
    std::string display_name, tenant_id, tenant_name; // TenantInfo
    std::string auth_code_url, token_url;             // AuthenticationService.OAuth2
    endpoint join, key, webauthn, manage;
};
parsed read_discovery(std::string_view body, discovery_document& ret);

struct realm_document {
    std::string account_type; // "Managed", "Federated", "Unknown"
    std::string metadata_url; // of a federated tenant's own sign-in service
};
parsed read_realm(std::string_view body, realm_document& ret);

struct openid_document {
    std::string issuer, cloud_instance;
    std::string error;             // "invalid_tenant"; the error document of the same place
    bool tenant_not_found = false; // it names AADSTS90002 or AADSTS900023
};
parsed read_openid(std::string_view body, openid_document& ret);

} // namespace drs
