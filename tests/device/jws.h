// A compact JWS taken apart, as a server would.
#pragma once
#include "device/key_check.h"
#include "device/openssl_ptr.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <string>

namespace dsreg::device_test {

inline std::string from_base64(std::string text)
{
    for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
    const std::size_t missing = (4 - text.size() % 4) % 4;
    text.append(missing, '=');
    std::size_t padding = 0;
    while (padding < text.size() && text[text.size() - 1 - padding] == '=') padding++;
    std::string bytes(text.size(), '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
    if (size < 0) return {};
    bytes.resize(static_cast<std::size_t>(size) - padding);
    return bytes;
}

struct jws {
    boost::json::object header, payload;
    std::string signed_part, signature;
    device::certificate_ptr certificate; // of x5c
    explicit jws(const std::string& compact)
    {
        const std::size_t first = compact.find('.'), last = compact.rfind('.');
        EXPECT_NE(first, last);
        header = boost::json::parse(from_base64(compact.substr(0, first))).as_object();
        payload = boost::json::parse(from_base64(compact.substr(first + 1, last - first - 1)))
                      .as_object();
        signed_part = compact.substr(0, last);
        signature = from_base64(compact.substr(last + 1));
        const std::string der =
            from_base64(std::string(header.at("x5c").as_array().at(0).as_string()));
        const auto* at = reinterpret_cast<const unsigned char*>(der.data());
        certificate.reset(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    }
    bool verifies() const
    {
        EVP_PKEY* const key = certificate ? X509_get0_pubkey(certificate.get()) : nullptr;
        if (key == nullptr) return false;
        const std::string alg(header.at("alg").as_string());
        if (alg == "RS256") return device::verify(key, EVP_sha256(), signed_part, signature);
        const EVP_MD* const hash = alg == "ES256"   ? EVP_sha256()
                                   : alg == "ES384" ? EVP_sha384()
                                                    : EVP_sha512();
        const int half = static_cast<int>(signature.size() / 2);
        const auto* r = reinterpret_cast<const unsigned char*>(signature.data());
        ECDSA_SIG* const parts = ECDSA_SIG_new();
        ECDSA_SIG_set0(parts, BN_bin2bn(r, half, nullptr), BN_bin2bn(r + half, half, nullptr));
        unsigned char* der = nullptr;
        const int size = i2d_ECDSA_SIG(parts, &der);
        const std::string plain(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
        OPENSSL_free(der);
        ECDSA_SIG_free(parts);
        return device::verify(key, hash, signed_part, plain);
    }
};

} // namespace dsreg::device_test
