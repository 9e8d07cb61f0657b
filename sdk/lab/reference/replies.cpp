// Shapes from public captures and open clients: siemens/linux-entra-sso (issues 59, 114, 129),
// siemens/sso-mib, Pihaar/linux-entra-bridge (schemas), himmelblau-idm/himmelblau (broker.rs).
#include "reference/replies.h"

#include "hosts.h"

#include <boost/json.hpp>

namespace dsreg::lab {
namespace {

namespace json = boost::json;

constexpr int64_t type_silent = 1, type_interactive = 6, type_cookie = 8;
constexpr int64_t interaction_required = 2, contract_violation = 6, user_cancelled = 7;
constexpr int64_t account_not_found = 16;
const std::string registration_app = "01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9";

std::string registration_audience(const scenario& s)
{
    return std::string("urn:ms-drs:") + login_host(s.tenant.cloud).drs;
}

std::string tenant_of(const scenario& s, const account& a)
{
    return a.tenant_id.empty() ? s.tenant.id : a.tenant_id;
}

bool is_token_call(const std::string& method)
{
    return method == "acquireTokenSilently" || method == "acquireTokenInteractively";
}

json::object telemetry(const scenario& s, const broker_call& call, bool good)
{
    if (s.broker.kind == "java") {
        return {{"os_version", "Ubuntu 24.04.3 LTS"},
                {"broker_version", broker_version(s)},
                {"dbus_method_name", call.method}};
    }
    return {{"api_name", call.method},
            {"api_status_code", good ? "StatusInternal::Success" : "StatusInternal::Error"},
            {"broker_version", broker_version(s)},
            {"broker_broker_version", broker_version(s)},
            {"correlation_id", call.correlation}};
}

// Adds what every reply of the vendor's brokers carries; Himmelblau sends none.
std::string finish(const scenario& s, const broker_call& call, json::object o, bool good = true)
{
    if (s.broker.kind != "himmelblau") o["telemetry"] = telemetry(s, call, good);
    return json::serialize(o);
}

std::string error_reply(const scenario& s, const broker_call& call, const broker_error& e)
{
    if (s.broker.kind == "himmelblau") {
        json::object error{{"context", e.context}, {"status", 0}, {"subStatus", 0}};
        if (e.where == "inside")
            return finish(s, call, {{"brokerTokenResponse", {{"error", std::move(error)}}}}, false);
        return finish(s, call, {{"error", error}}, false);
    }
    json::object error{{"context", e.context}, {"diagnostics", nullptr},    {"errorCode", 0},
                       {"status", e.status},   {"subStatus", e.sub_status}, {"tag", e.tag}};
    const bool inside = e.where.empty() ? is_token_call(call.method) : e.where == "inside";
    if (!inside) return finish(s, call, {{"error", error}}, false);
    json::object token;
    if (s.broker.kind == "java") {
        error["diagnostics"] = {{"raw_error_code", "invalid_grant"},
                                {"oauth2_sub_error_code", e.suberror}};
        token = {{"accessTokenType", 0}, {"expiresOn", 0}, {"extendedExpiresOn", 0}};
    } else {
        token["subError"] = e.suberror;
    }
    token["error"] = std::move(error);
    return finish(s, call, {{"brokerTokenResponse", token}}, false);
}

std::string error_reply(const scenario& s, const broker_call& call, int64_t status,
                        const std::string& context)
{
    return error_reply(s, call, broker_error{status, 0, 0, context, ""});
}

json::object account_object(const scenario& s, const account& a, const std::string& environment)
{
    json::object o{{"homeAccountId", a.object_id + "." + tenant_of(s, a)},
                   {"environment", environment},
                   {"realm", tenant_of(s, a)},
                   {"localAccountId", a.object_id},
                   {"username", a.username},
                   {"givenName", a.given_name},
                   {"name", a.given_name + " " + a.family_name}};
    if (s.broker.kind == "himmelblau") return o;
    o["familyName"] = a.family_name;
    o["clientInfo"] = fake_token("{}").substr(0, 24);
    o["passwordExpiry"] = 0;
    return o;
}

std::string accounts(const scenario& s, const broker_call& call)
{
    json::array list;
    for (const account& a : s.broker.accounts) {
        list.push_back(account_object(s, a, account_environment(s)));
        if (s.broker.kind == "himmelblau") break; // it knows the caller's own account only
    }
    return finish(s, call, {{"accounts", std::move(list)}});
}

std::string text_at(const json::object& o, const char* key)
{
    const json::value* v = o.if_contains(key);
    return v && v->is_string() ? std::string(v->get_string().data(), v->get_string().size()) : "";
}

// Which account a request means: by its id or name; none named: the first.
const account* chosen(const scenario& s, const json::object& request,
                      const json::object& parameters)
{
    const json::value* named = parameters.if_contains("account");
    if (!named || !named->is_object()) named = request.if_contains("account");
    const json::object none;
    const json::object& a = named && named->is_object() ? named->get_object() : none;
    std::string id = text_at(a, "homeAccountId"), user = text_at(a, "username");
    if (user.empty()) user = text_at(parameters, "username");
    for (const account& one : s.broker.accounts) {
        const bool by_id = id == one.object_id + "." + tenant_of(s, one);
        if (id.empty() ? user.empty() || user == one.username : by_id) return &one;
    }
    return nullptr;
}

// The account whose id a request names; nullptr: none.
const account* named(const scenario& s, const std::string& request)
{
    json::error_code failed;
    const json::value v = json::parse(request, failed);
    if (failed || !v.is_object()) return nullptr;
    const json::value* a = v.get_object().if_contains("account");
    const bool by_id = a && a->is_object() && !text_at(a->get_object(), "homeAccountId").empty();
    return by_id ? chosen(s, v.get_object(), {}) : nullptr;
}

std::string audience(const scenario& s, const json::object& parameters)
{
    const json::value* scopes = parameters.if_contains("requestedScopes");
    if (!scopes || !scopes->is_array() || scopes->get_array().empty() ||
        !scopes->get_array()[0].is_string()) {
        return "https://graph.microsoft.com";
    }
    const auto& first = scopes->get_array()[0].get_string();
    const std::string scope(first.data(), first.size());
    const std::string resource = scope.substr(0, scope.rfind('/'));
    return resource == registration_app ? registration_audience(s) : resource;
}

std::string token(const scenario& s, const broker_call& call, const account& a,
                  const json::object& parameters)
{
    const int64_t expires = call.now_s + 3600;
    const std::string aud = audience(s, parameters);
    json::object claims{
        {"aud", aud},         {"iss", "https://sts.windows.net/" + tenant_of(s, a) + "/"},
        {"iat", call.now_s},  {"nbf", call.now_s},
        {"exp", expires},     {"amr", json::array{"pwd", "mfa"}},
        {"oid", a.object_id}, {"tid", tenant_of(s, a)},
        {"upn", a.username}};
    if (s.device.registered) claims["deviceid"] = s.device.id;
    const bool himmelblau = s.broker.kind == "himmelblau";
    json::object o{{"accessToken", fake_token(json::serialize(claims))},
                   {"accessTokenType", 0},
                   {"expiresOn", expires * 1000},
                   {"extendedExpiresOn", himmelblau ? expires : expires * 1000}, // s there, else ms
                   {"grantedScopes", aud + "/.default"},
                   {"idToken", fake_token("{}")}};
    if (!himmelblau) o["account"] = account_object(s, a, account_environment(s));
    return finish(s, call, {{"brokerTokenResponse", std::move(o)}});
}

std::string cookie(const scenario& s, const broker_call& call, const account& a)
{
    const json::object claims{
        {"refresh_token", "lab"}, {"is_primary", "true"}, {"iat", call.now_s}};
    const json::object item{{"cookieName", "x-ms-RefreshTokenCredential"},
                            {"cookieContent", fake_token(json::serialize(claims))}};
    if (s.broker.kind == "cpp" || s.broker.kind == "proxy" || s.broker.kind == "reference") {
        return finish(s, call, {{"cookieItems", json::array{item}}});
    }
    json::object flat = item;
    const bool himmelblau = s.broker.kind == "himmelblau";
    flat["account"] =
        account_object(s, a, himmelblau ? login_host(s.tenant.cloud).name : account_environment(s));
    return finish(s, call, std::move(flat));
}

// Newer brokers refuse an authorizationType that does not belong to the method.
bool type_fits(const scenario& s, const std::string& method, const json::object& parameters)
{
    if (s.broker.kind == "java" || s.broker.kind == "himmelblau") return true;
    const json::value* type = parameters.if_contains("authorizationType");
    const int64_t wanted = method == "acquireTokenSilently"        ? type_silent
                           : method == "acquireTokenInteractively" ? type_interactive
                                                                   : type_cookie;
    return type && type->is_int64() && type->get_int64() == wanted;
}

// Its request is an account's id or nothing: {"homeAccountId":"..."}.
std::string state(const scenario& s, const broker_call& call, const json::object& request)
{
    const json::object account{{"account", request}};
    const lab::account* a = chosen(s, account, {});
    const bool named = !text_at(request, "homeAccountId").empty();
    if (!a && named) return error_reply(s, call, account_not_found, "the account is not known");
    return state_reply(s, call.now_s, a);
}

std::string with_account(const scenario& s, const broker_call& call, const json::object& request)
{
    const json::value* given = request.if_contains("authParameters");
    if (!given || !given->is_object()) {
        return error_reply(s, call, contract_violation, "authParameters is missing");
    }
    const json::object& parameters = given->get_object();
    if (!type_fits(s, call.method, parameters)) {
        return error_reply(s, call, contract_violation,
                           "authorizationType does not fit the method");
    }
    if (call.method == "acquireTokenInteractively") {
        return error_reply(s, call, user_cancelled, "nobody is at the screen of a lab");
    }
    if (s.broker.accounts.empty()) {
        return error_reply(s, call, interaction_required, "no account is signed in");
    }
    const account* a = chosen(s, request, parameters);
    if (!a) return error_reply(s, call, account_not_found, "the account is not known");
    return call.method == "acquirePrtSsoCookie" ? cookie(s, call, *a)
                                                : token(s, call, *a, parameters);
}

} // namespace

const std::vector<std::string>& broker_methods()
{
    static const std::vector<std::string> all = {"acquireTokenInteractively",
                                                 "acquireTokenSilently",
                                                 "getAccounts",
                                                 "removeAccount",
                                                 "acquirePrtSsoCookie",
                                                 "generateSignedHttpRequest",
                                                 "cancelInteractiveFlow",
                                                 "getLinuxBrokerVersion"};
    return all;
}

std::string account_environment(const scenario& s)
{
    // The public cloud's is its old name, as MSAL caches know it; the others have one name.
    return s.tenant.cloud == "public" ? "login.windows.net" : login_host(s.tenant.cloud).name;
}

void settle(scenario& s, const broker_call& call)
{
    if (call.method != "removeAccount") return;
    const account* one = s.broker.kind == "himmelblau" ? nullptr : named(s, call.request);
    if (one) s.broker.accounts.erase(s.broker.accounts.begin() + (one - s.broker.accounts.data()));
}

std::string reply(const scenario& s, const broker_call& call)
{
    if (s.broker.fault == "error") return error_reply(s, call, s.broker.error);
    json::error_code failed;
    const json::value request = json::parse(call.request, failed);
    if (failed || !request.is_object()) {
        return error_reply(s, call, contract_violation, "the request is not a JSON object");
    }
    const json::object& o = request.get_object();
    if (call.method == "getLinuxBrokerVersion") {
        return finish(s, call, {{"linuxBrokerVersion", broker_version(s)}});
    }
    if (call.method == "getAccounts") return accounts(s, call);
    if (is_token_call(call.method) || call.method == "acquirePrtSsoCookie") {
        return with_account(s, call, o);
    }
    if (call.method == state_method && s.broker.kind == "reference") return state(s, call, o);
    if (s.broker.kind == "himmelblau") return error_reply(s, call, 0, "Not implemented");
    if (call.method == "generateSignedHttpRequest") {
        return finish(s, call, {{"signedHttpRequest", fake_token("{}")}});
    }
    if (call.method == "removeAccount" && !named(s, call.request)) {
        return error_reply(s, call, account_not_found, "the account is not known");
    }
    return finish(s, call, {}); // removeAccount, cancelInteractiveFlow
}

} // namespace dsreg::lab
