#include "broker/requests.h"

namespace dsreg::broker {
namespace json = boost::json;
namespace {

// Public identifiers of Microsoft's own applications.
constexpr const char* edge_app = "d7b530a4-7680-4c23-a8bf-c52c121d2e87";
constexpr const char* broker_app = "29d9ed98-a469-4536-ade2-f981bc1d605e";
constexpr const char* drs_scope = "01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9/.default";
constexpr const char* graph_scope = "https://graph.microsoft.com/.default";
constexpr const char* redirect = "https://login.microsoftonline.com/common/oauth2/nativeclient";
constexpr const char* authority = "https://login.microsoftonline.com/common";
constexpr const char* sso_url = "https://login.microsoftonline.com/";

// MSAL's authorization types: 1 by a cached refresh token, silently; 8 the PRT's cookie. Brokers
// above 2.0.1 insist that the type matches the method.
constexpr int silent = 1;
constexpr int prt_cookie = 8;

json::object parameters(const json::object& account, const char* app, const char* scope, int type)
{
    const json::value* user = account.if_contains("username");
    return {{"account", account},
            {"additionalQueryParametersForAuthorization", json::object()},
            {"authority", authority},
            {"authorizationType", type},
            {"clientId", app},
            {"redirectUri", redirect},
            {"requestedScopes", json::array({scope})},
            {"username", user ? *user : json::value("")},
            {"uxContextHandle", -1}};
}

} // namespace

std::string version_request()
{
    return json::serialize(json::object{{"msalCppVersion", "1.31.0"}});
}

std::string accounts_request()
{
    return json::serialize(json::object{{"clientId", edge_app}, {"redirectUri", redirect}});
}

std::string state_request(const std::string& home_account_id)
{
    json::object o;
    if (!home_account_id.empty()) o["homeAccountId"] = home_account_id;
    return json::serialize(o);
}

std::string removal_request(const json::object& account)
{
    return json::serialize(json::object{{"clientId", edge_app}, {"account", account}});
}

std::string drs_token_request(const json::object& account)
{
    return json::serialize(
        json::object{{"authParameters", parameters(account, broker_app, drs_scope, silent)}});
}

std::string cookie_request(const json::object& account)
{
    json::object auth = parameters(account, edge_app, graph_scope, prt_cookie);
    auth["ssoUrl"] = sso_url;
    return json::serialize(json::object{{"account", account},
                                        {"authParameters", std::move(auth)},
                                        {"mamEnrollment", false},
                                        {"ssoUrl", sso_url}});
}

} // namespace dsreg::broker
