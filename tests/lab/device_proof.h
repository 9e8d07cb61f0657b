// Makes the signed request of the device token flow, right or wrong on purpose.
#pragma once
#include <string>

namespace dsreg::lab {

struct proof_parts {
    std::string device; // subject of the certificate
    std::string nonce;
    std::string algorithm; // "": that of the key
    std::string issuer = "aad:brokerplugin", grant = "device_token";
    std::string resource = "https://graph.windows.net";
    std::string client = "1b730954-1685-4b74-9bfd-dac224a7b894";
    bool elliptic = false, x5c_is_text = false;
    bool other_key = false; // signed with a key that is not the certificate's
    int valid_days = 1;     // from now; negative: expired
};

std::string signed_proof(const proof_parts& what);

} // namespace dsreg::lab
