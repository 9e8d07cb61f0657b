#include "device/key_check.h"

#include "device/certificate.h"

#include <dsreg/svc/device.h>
#include <openssl/err.h>
#include <openssl/rand.h>

namespace dsreg::device {
namespace {

wire::device_verdict verdict_of(uint32_t what, std::string text = {})
{
    wire::device_verdict v;
    v.verdict = what;
    v.text = std::move(text);
    return v;
}

const unsigned char* bytes_of(const std::string& s)
{
    return reinterpret_cast<const unsigned char*>(s.data());
}

} // namespace

bool sign(EVP_PKEY* key, const EVP_MD* hash, const std::string& data, std::string& ret)
{
    const openssl_ptr<EVP_MD_CTX> ctx(EVP_MD_CTX_new());
    std::size_t size = 0;
    bool fine = ctx && EVP_DigestSignInit(ctx.get(), nullptr, hash, nullptr, key) == 1 &&
                EVP_DigestSign(ctx.get(), nullptr, &size, bytes_of(data), data.size()) == 1;
    std::string signature(fine ? size : 0, '\0');
    fine = fine && EVP_DigestSign(ctx.get(), reinterpret_cast<unsigned char*>(signature.data()),
                                  &size, bytes_of(data), data.size()) == 1;
    ERR_clear_error();
    if (!fine) return false;
    signature.resize(size);
    ret = std::move(signature);
    return true;
}

bool verify(EVP_PKEY* key, const EVP_MD* hash, const std::string& data,
            const std::string& signature)
{
    const openssl_ptr<EVP_MD_CTX> ctx(EVP_MD_CTX_new());
    const bool fine = ctx && EVP_DigestVerifyInit(ctx.get(), nullptr, hash, nullptr, key) == 1 &&
                      EVP_DigestVerify(ctx.get(), bytes_of(signature), signature.size(),
                                       bytes_of(data), data.size()) == 1;
    ERR_clear_error();
    return fine;
}

wire::device_verdict match_key(EVP_PKEY* key, const std::string& certificate_der)
{
    const certificate_ptr x = open_certificate(certificate_der);
    EVP_PKEY* const certified = x ? X509_get0_pubkey(x.get()) : nullptr;
    const bool same = certified != nullptr && EVP_PKEY_eq(key, certified) == 1;
    ERR_clear_error();
    if (same) return verdict_of(DSREG_DEVICE_OK);
    return verdict_of(DSREG_DEVICE_KEY_MISMATCH, "the private key is not the certificate's");
}

wire::device_verdict sign_with_key(EVP_PKEY* key, const std::string& certificate_der)
{
    const wire::device_verdict match = match_key(key, certificate_der);
    if (match.verdict != DSREG_DEVICE_OK) return match;
    std::string data(32, '\0'), signature;
    if (RAND_bytes(reinterpret_cast<unsigned char*>(data.data()), static_cast<int>(data.size())) !=
        1)
        return verdict_of(DSREG_DEVICE_SIGN_FAILED, "this machine has no random bytes to sign");
    if (!sign(key, EVP_sha256(), data, signature))
        return verdict_of(DSREG_DEVICE_SIGN_FAILED, "the private key cannot sign");
    const certificate_ptr x = open_certificate(certificate_der);
    if (!verify(X509_get0_pubkey(x.get()), EVP_sha256(), data, signature))
        return verdict_of(DSREG_DEVICE_SIGN_FAILED,
                          "what the private key signed does not verify with the certificate");
    return verdict_of(DSREG_DEVICE_OK);
}

} // namespace dsreg::device
