// A device's proof of its key: the signed request of the device token flow, as open clients send it
// (github.com/dirkjanm/ROADtools, roadlib/auth.py; [MS-OAPXBC] for the envelope).
#pragma once
#include "base/status.h"

#include <string>

namespace dsreg::lab {

struct device_proof {
    std::string device; // the certificate's subject, lower case
    std::string nonce, issuer, grant, resource, client;
};

// Reads a compact JWS and verifies it with the certificate that it brings (x5c). The sentence of an
// error says what is wrong; it never holds a part of the JWS.
status read_proof(const std::string& jws, device_proof& ret);

} // namespace dsreg::lab
