// The request of dirkjanm/ROADtools, `roadtx deviceauth` (get_token_for_device), with its client.
// The certificate stands in an array, as RFC 7515 (4.1.6) wants; ROADtools sends a bare string.
#include "device/token_request.h"

#include "base/base64.h"
#include "device/key_check.h"

#include <openssl/bn.h>
#include <openssl/ecdsa.h>

namespace dsreg::device {
namespace {

constexpr const char* client = "1b730954-1685-4b74-9bfd-dac224a7b894";

struct algorithm {
    const char* name;
    const EVP_MD* hash;
    int half; // of an EC signature, bytes; 0: RSA
};

bool algorithm_of(const EVP_PKEY* key, algorithm& ret)
{
    const int kind = EVP_PKEY_get_base_id(key);
    if (kind == EVP_PKEY_RSA) {
        ret = {"RS256", EVP_sha256(), 0};
        return true;
    }
    if (kind != EVP_PKEY_EC) return false;
    std::array<char, 32> curve{};
    if (EVP_PKEY_get_group_name(key, curve.data(), curve.size(), nullptr) != 1) return false;
    const std::string_view name = curve.data();
    if (name == "prime256v1") ret = {"ES256", EVP_sha256(), 32};
    if (name == "secp384r1") ret = {"ES384", EVP_sha384(), 48};
    if (name == "secp521r1") ret = {"ES512", EVP_sha512(), 66};
    return ret.name != nullptr;
}

// r and s side by side (RFC 7518, 3.4) instead of the DER that OpenSSL makes.
bool flatten(const std::string& der, int half, std::string& ret)
{
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)> parts(
        d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free);
    if (!parts) return false;
    std::string flat(static_cast<std::size_t>(2 * half), '\0');
    auto* const to = reinterpret_cast<unsigned char*>(flat.data());
    if (BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), to, half) != half ||
        BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), to + half, half) != half)
        return false;
    ret = std::move(flat);
    return true;
}

} // namespace

std::string make_token_request(EVP_PKEY* key, const std::string& certificate_der, const cloud& at,
                               const std::string& nonce)
{
    algorithm how{};
    if (!algorithm_of(key, how)) return {};
    const std::string header = std::string("{\"alg\":\"") + how.name +
                               "\",\"typ\":\"JWT\",\"x5c\":[\"" +
                               to_base64(certificate_der, base64_kind::plain) + "\"]}";
    const std::string payload = std::string("{\"resource\":\"") + at.resource +
                                "\",\"client_id\":\"" + client + "\",\"request_nonce\":\"" + nonce +
                                "\",\"win_ver\":\"10.0.22621.608\",\"grant_type\":\"device_token\","
                                "\"redirect_uri\":\"ms-appx-web://Microsoft.AAD.BrokerPlugin/" +
                                client + "\",\"iss\":\"aad:brokerplugin\"}";
    std::string request =
        to_base64(header, base64_kind::url) + "." + to_base64(payload, base64_kind::url);
    std::string signature;
    if (!sign(key, how.hash, request, signature)) return {};
    if (how.half != 0 && !flatten(std::string(signature), how.half, signature)) return {};
    return request += "." + to_base64(signature, base64_kind::url);
}

} // namespace dsreg::device
