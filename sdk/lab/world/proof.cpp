#include "world/proof.h"

#include "base/text.h"
#include "keys/certificate.h"

#include <boost/json.hpp>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>

namespace dsreg::lab {
namespace {

namespace json = boost::json;

constexpr std::size_t most_bytes = 32 * 1024;
constexpr std::size_t es256_half = 32;

status bad(const char* what)
{
    return {errc::invalid, what};
}

// Either alphabet, padding optional. False: it holds something else.
bool from_base64(std::string_view text, bool url, std::string& ret)
{
    const std::string_view digits =
        url ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
            : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    while (!url && !text.empty() && text.back() == '=') text.remove_suffix(1);
    if (text.size() % 4 == 1) return false;
    std::string out;
    uint32_t bits = 0, held = 0;
    for (const char c : text) {
        const std::size_t digit = digits.find(c);
        if (digit == std::string_view::npos) return false;
        bits = (bits << 6 | static_cast<uint32_t>(digit)) & 0xffffff;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> held & 0xff);
    }
    ret = std::move(out);
    return true;
}

bool object_in(std::string_view base64url, json::object& ret)
{
    std::string text;
    if (!from_base64(base64url, true, text)) return false;
    json::error_code failed;
    json::value v = json::parse(text, failed);
    if (failed || !v.is_object()) return false;
    ret = std::move(v.get_object());
    return true;
}

std::string text_at(const json::object& o, const char* key)
{
    const json::value* v = o.if_contains(key);
    return v && v->is_string() ? std::string(v->get_string().data(), v->get_string().size()) : "";
}

// RFC 7515 says an array; Entra takes a plain string too.
std::string certificate_in(const json::object& header)
{
    const json::value* v = header.if_contains("x5c");
    if (v && v->is_array() && !v->get_array().empty()) v = &v->get_array()[0];
    if (!v || !v->is_string()) return {};
    std::string der;
    const auto& text = v->get_string();
    return from_base64({text.data(), text.size()}, false, der) ? der : std::string();
}

certificate_ptr parse_certificate(const std::string& der)
{
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    return certificate_ptr(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
}

std::string common_name(X509* certificate)
{
    char name[128] = "";
    const int size = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName,
                                               name, sizeof name);
    return size > 0 ? std::string(name, static_cast<std::size_t>(size)) : std::string();
}

// JWS has the two numbers side by side, OpenSSL wants them in DER.
std::string der_of(const std::string& signature)
{
    const auto* bytes = reinterpret_cast<const unsigned char*>(signature.data());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> both(ECDSA_SIG_new(),
                                                                     ECDSA_SIG_free);
    if (!both || ECDSA_SIG_set0(both.get(), BN_bin2bn(bytes, es256_half, nullptr),
                                BN_bin2bn(bytes + es256_half, es256_half, nullptr)) != 1) {
        return {};
    }
    std::string der(static_cast<std::size_t>(i2d_ECDSA_SIG(both.get(), nullptr)), '\0');
    auto* out = reinterpret_cast<unsigned char*>(der.data());
    i2d_ECDSA_SIG(both.get(), &out);
    return der;
}

bool verifies(EVP_PKEY* key, std::string_view text, const std::string& signature)
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    return context &&
           EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                            signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                            text.size()) == 1;
}

status check_signature(const json::object& header, X509* certificate, std::string_view signed_text,
                       std::string signature)
{
    const std::string algorithm = text_at(header, "alg");
    EVP_PKEY* const key = X509_get0_pubkey(certificate);
    if (!key) return bad("The certificate in x5c has no key.");
    const bool elliptic = algorithm == "ES256";
    if (!elliptic && algorithm != "RS256") return bad("The header's alg is not RS256 or ES256.");
    if (EVP_PKEY_get_base_id(key) != (elliptic ? EVP_PKEY_EC : EVP_PKEY_RSA))
        return bad("The header's alg does not fit the certificate's key.");
    if (elliptic) {
        if (signature.size() != 2 * es256_half) return bad("The signature has a wrong length.");
        signature = der_of(signature);
    }
    if (!verifies(key, signed_text, signature)) return bad("Signature validation failed.");
    return {};
}

} // namespace

status read_proof(const std::string& jws, device_proof& ret)
{
    const std::size_t first = jws.find('.');
    const std::size_t last = jws.rfind('.');
    if (jws.size() > most_bytes || first == std::string::npos || first == last ||
        jws.find('.', first + 1) != last) {
        return bad("The request is not a compact JWS of three parts.");
    }
    const std::string_view whole = jws;
    json::object header, payload;
    std::string signature;
    if (!object_in(whole.substr(0, first), header)) return bad("The header is not JSON.");
    if (!object_in(whole.substr(first + 1, last - first - 1), payload))
        return bad("The payload is not JSON.");
    if (!from_base64(whole.substr(last + 1), true, signature) || signature.empty())
        return bad("The signature is not base64url.");
    const certificate_ptr certificate = parse_certificate(certificate_in(header));
    if (!certificate) return bad("The header brings no certificate in x5c.");
    if (status s =
            check_signature(header, certificate.get(), whole.substr(0, last), std::move(signature));
        !s.ok()) {
        return s;
    }
    if (X509_cmp_current_time(X509_get0_notBefore(certificate.get())) > 0 ||
        X509_cmp_current_time(X509_get0_notAfter(certificate.get())) < 0) {
        return bad("The certificate in x5c is not valid at this time.");
    }
    device_proof proof;
    if (!parse_guid(common_name(certificate.get()), proof.device))
        return bad("The certificate in x5c names no device.");
    proof.nonce = text_at(payload, "request_nonce");
    proof.issuer = text_at(payload, "iss");
    proof.grant = text_at(payload, "grant_type");
    proof.resource = text_at(payload, "resource");
    proof.client = text_at(payload, "client_id");
    ret = std::move(proof);
    return {};
}

} // namespace dsreg::lab
