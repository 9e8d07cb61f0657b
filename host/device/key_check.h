// What a private key is good for: does it belong to its certificate, and can it sign?
#pragma once
#include "device/openssl_ptr.h"
#include "wire/device.h"

#include <string>

namespace dsreg::device {

// DSREG_DEVICE_OK, _KEY_MISMATCH.
wire::device_verdict match_key(EVP_PKEY* key, const std::string& certificate_der);

// Signs 32 random bytes, made here, and verifies them with the certificate: OK, _KEY_MISMATCH,
// _SIGN_FAILED.
wire::device_verdict sign_with_key(EVP_PKEY* key, const std::string& certificate_der);

// RSASSA-PKCS1-v1_5 or ECDSA, with SHA-256 (EC: with the hash of the curve's size, as RFC 7518
// wants). False: it cannot be done.
bool sign(EVP_PKEY* key, const EVP_MD* hash, const std::string& data, std::string& ret);
bool verify(EVP_PKEY* key, const EVP_MD* hash, const std::string& data,
            const std::string& signature);

} // namespace dsreg::device
