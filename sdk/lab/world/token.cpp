// Sources: [MS-OAPXBC] 3.2.5.1.1 (nonce), github.com/dirkjanm/ROADtools (device token). Texts of
// errors: microsoft/vscode-tools-for-ai issue 2651 (135011), adal-java issue 294 (700003),
// Microsoft Learn's list of error codes for the others.
#include "world/token.h"

#include "base/text.h"
#include "reference/replies.h"
#include "world/sts_error.h"

#include <algorithm>
#include <boost/json.hpp>
#include <ctime>
#include <openssl/rand.h>

namespace dsreg::lab {
namespace {

namespace json = boost::json;

constexpr std::size_t most_nonces = 1000;
const std::string device_grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const std::string form_type = "application/x-www-form-urlencoded";

int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    const char small = static_cast<char>(c | 0x20);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

std::string decoded(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); i++) {
        const bool escaped = text[i] == '%' && text.size() - i > 2 && hex_digit(text[i + 1]) >= 0 &&
                             hex_digit(text[i + 2]) >= 0;
        if (escaped) {
            plain += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            plain += text[i] == '+' ? ' ' : text[i];
        }
    }
    return plain;
}

std::string form_value(std::string_view form, std::string_view name)
{
    while (!form.empty()) {
        const std::size_t end = std::min(form.find('&'), form.size());
        const std::string_view one = form.substr(0, end);
        const std::size_t equals = std::min(one.find('='), one.size());
        if (decoded(one.substr(0, equals)) == name) {
            return decoded(one.substr(std::min(equals + 1, one.size())));
        }
        form.remove_prefix(std::min(end + 1, form.size()));
    }
    return {};
}

web_response document(const json::object& o)
{
    web_response r;
    r.type = "application/json; charset=utf-8";
    r.body = json::serialize(o);
    r.headers = {{"Cache-Control", "no-store, no-cache"}};
    return r;
}

web_response missing(const std::string& host, const std::string& parameter)
{
    return sts_error(
        host, {900144, "invalid_request",
               "The request body must contain the following parameter: '" + parameter + "'.", ""});
}

web_response bad_proof(const std::string& host, const std::string& why)
{
    return sts_error(host,
                     {50027, "invalid_request", "JWT token is invalid or malformed. " + why, ""});
}

} // namespace

web_response token_service::answer(const web_request& request, const std::string& host,
                                   const std::string& tenant)
{
    if (request.method != "POST") {
        return sts_error(host, {900561, "invalid_request",
                                "The endpoint only accepts POST requests. Received a " +
                                    safe_text(request.method) + " request.",
                                ""});
    }
    const bool form = request.type.compare(0, form_type.size(), form_type) == 0;
    const std::string grant = form ? form_value(request.body, "grant_type") : "";
    if (grant.empty()) return missing(host, "grant_type");
    if (grant == "srv_challenge") return nonce();
    if (grant == device_grant) {
        const std::string jws = form_value(request.body, "request");
        return jws.empty() ? missing(host, "request") : device_token(jws, host, tenant);
    }
    return sts_error(
        host, {70003, "unsupported_grant_type",
               "The app requested an unsupported grant type '" + safe_text(grant) + "'.", ""});
}

web_response token_service::nonce()
{
    unsigned char bytes[32];
    if (RAND_bytes(bytes, sizeof bytes) != 1) return document({});
    static constexpr char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string made = "AwABA";
    for (const unsigned char b : bytes) made += digits[b & 63];
    const std::lock_guard lock(mutex_);
    nonces_.push_back(made);
    if (nonces_.size() > most_nonces) nonces_.pop_front();
    return document({{"Nonce", made}});
}

bool token_service::take(const std::string& nonce)
{
    const std::lock_guard lock(mutex_);
    const auto at = std::find(nonces_.begin(), nonces_.end(), nonce);
    if (at == nonces_.end()) return false;
    nonces_.erase(at);
    return true;
}

bool token_service::knows(const std::string& tenant, const std::string& device) const
{
    for (const other_device& other : scenario_.other_devices) {
        if (device == other.id && (tenant == "common" || tenant == other.tenant_id)) return true;
    }
    const bool elsewhere =
        std::any_of(scenario_.other_devices.begin(), scenario_.other_devices.end(),
                    [&](const other_device& o) { return tenant == o.tenant_id; });
    return !elsewhere && scenario_.device.registered && device == scenario_.device.id;
}

bool token_service::seen_before()
{
    const std::lock_guard lock(mutex_);
    return std::exchange(seen_, true);
}

web_response token_service::device_token(const std::string& jws, const std::string& host,
                                         const std::string& tenant)
{
    device_proof proof;
    if (const status s = read_proof(jws, proof); !s.ok()) return bad_proof(host, s.text());
    if (!take(proof.nonce)) return bad_proof(host, "The request_nonce is unknown or was used.");
    if (proof.issuer != "aad:brokerplugin") return bad_proof(host, "The iss is not known.");
    if (proof.grant != "device_token")
        return bad_proof(host, "The grant_type in the payload is not device_token.");
    if (proof.client.empty()) return missing(host, "client_id");
    if (proof.resource.empty()) return missing(host, "resource");
    if (!knows(tenant, proof.device))
        return bad_proof(host, "The certificate in x5c names another device: " + proof.device);
    return verdict(proof, host);
}

web_response token_service::verdict(const device_proof& proof, const std::string& host)
{
    const std::string& state = scenario_.device.state;
    const bool other = proof.device != scenario_.device.id;
    const std::string suberror = "device_authentication_failed";
    if (state == "disabled" && !other) {
        return sts_error(host, {135011, "invalid_grant",
                                "Device used during the authentication is disabled.", suberror});
    }
    if ((state == "deleted" && !other) || devices_.has_left(proof.device)) {
        return sts_error(host, {700003, "invalid_grant",
                                "Device object was not found in the tenant '" +
                                    safe_text(scenario_.tenant.name) + "' directory.",
                                suberror});
    }
    if (state == "fresh" && !other && !seen_before()) {
        return sts_error(host, {50155, "invalid_grant", "Device authentication failed.", suberror});
    }
    if (state == "unknown-error" && !other) {
        return sts_error(
            host, {999999, "invalid_grant", "An error that no public list of codes has.", ""});
    }
    const int64_t now = std::time(nullptr);
    const json::object claims{{"aud", proof.resource},
                              {"iss", "https://sts.windows.net/" + scenario_.tenant.id + "/"},
                              {"iat", now},
                              {"exp", now + 3600},
                              {"appid", proof.client},
                              {"deviceid", proof.device},
                              {"tid", scenario_.tenant.id}};
    return document({{"token_type", "Bearer"},
                     {"expires_in", "3599"},
                     {"resource", proof.resource},
                     {"access_token", fake_token(json::serialize(claims))}});
}

} // namespace dsreg::lab
