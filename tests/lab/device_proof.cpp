#include "device_proof.h"

#include "keys/certificate.h"

#include <boost/json.hpp>
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>
#include <stdexcept>

namespace dsreg::lab {
namespace {

namespace json = boost::json;

std::string base64(const std::string& bytes, bool url)
{
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    if (!url) return out;
    while (!out.empty() && out.back() == '=') out.pop_back();
    for (char& c : out) c = c == '+' ? '-' : c == '/' ? '_' : c;
    return out;
}

EVP_PKEY* key(bool elliptic, bool other)
{
    static const key_ptr keys[2][2] = {
        {key_ptr(EVP_RSA_gen(2048)), key_ptr(EVP_RSA_gen(2048))},
        {key_ptr(EVP_EC_gen("P-256")), key_ptr(EVP_EC_gen("P-256"))}};
    return keys[elliptic ? 1 : 0][other ? 1 : 0].get();
}

std::string der_certificate(const std::string& subject, EVP_PKEY* of, int valid_days)
{
    const certificate_ptr made(X509_new());
    X509* const c = made.get();
    X509_gmtime_adj(X509_getm_notBefore(c), -10L * 86'400);
    X509_gmtime_adj(X509_getm_notAfter(c), valid_days * 86'400L);
    X509_set_pubkey(c, of);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(c), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(subject.c_str()), -1, -1, 0);
    X509_set_issuer_name(c, X509_get_subject_name(c));
    X509_sign(c, of, EVP_sha256());
    unsigned char* der = nullptr;
    const int size = i2d_X509(c, &der);
    if (size <= 0) throw std::runtime_error("no certificate");
    std::string text(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return text;
}

std::string sign(EVP_PKEY* with, const std::string& text)
{
    EVP_MD_CTX* const context = EVP_MD_CTX_new();
    std::size_t size = 0;
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, with);
    EVP_DigestSign(context, nullptr, &size, bytes, text.size());
    std::string signature(size, '\0');
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, bytes,
                   text.size());
    EVP_MD_CTX_free(context);
    signature.resize(size);
    return signature;
}

// The two numbers side by side, 32 bytes each, as JWS wants them.
std::string plain_pair(const std::string& der)
{
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* const both = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
    std::string pair(64, '\0');
    auto* out = reinterpret_cast<unsigned char*>(pair.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(both), out, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(both), out + 32, 32);
    ECDSA_SIG_free(both);
    return pair;
}

} // namespace

std::string signed_proof(const proof_parts& what)
{
    EVP_PKEY* const own = key(what.elliptic, false);
    const std::string der = base64(der_certificate(what.device, own, what.valid_days), false);
    const std::string usual = what.elliptic ? "ES256" : "RS256";
    json::object header{{"alg", what.algorithm.empty() ? usual : what.algorithm}, {"typ", "JWT"}};
    if (what.x5c_is_text)
        header["x5c"] = der;
    else
        header["x5c"] = json::array{der};
    const json::object payload{{"resource", what.resource},   {"client_id", what.client},
                               {"request_nonce", what.nonce}, {"win_ver", "10.0.22621.608"},
                               {"grant_type", what.grant},    {"iss", what.issuer}};
    const std::string text =
        base64(json::serialize(header), true) + "." + base64(json::serialize(payload), true);
    std::string signature = sign(key(what.elliptic, what.other_key), text);
    if (what.elliptic) signature = plain_pair(signature);
    return text + "." + base64(signature, true);
}

} // namespace dsreg::lab
