// The one request that this program signs with the device key: its audience, its client and its
// purpose are fixed here.
#pragma once
#include "device/cloud.h"
#include "device/openssl_ptr.h"

#include <string>

namespace dsreg::device {

// A compact JWS, signed: RS256, or ES256, ES384, ES512 by the key's curve. "": the key cannot.
std::string make_token_request(EVP_PKEY* key, const std::string& certificate_der, const cloud& at,
                               const std::string& nonce);

} // namespace dsreg::device
