// Device certificates as the registration service issues them. Their form is that of [MS-DVRJ]
// 2.2 and of the certificates that github.com/Gerenios/AADInternals and
// github.com/ralish/CertUiExts read.
#pragma once
#include "keys/certificate.h"

#include <cstdint>

namespace dsreg::lab {

struct device_certificate_request {
    std::string device_id, tenant_id, user_id; // GUIDs
    std::string region = "EU";
    bool joined = true;                    // false: registered
    int64_t not_before = 0, not_after = 0; // seconds since 1970
};

status make_rsa_key(unsigned bits, key_ptr& ret);

// The registration service's own: its whole name is one relative distinguished name of four parts.
status make_device_authority(issuer& ret);
status make_device_certificate(const issuer& by, EVP_PKEY* key,
                               const device_certificate_request& what, certificate_ptr& ret);

// The bytes of an extension below 1.2.840.113556.1.5.284: an octet string whose length takes two
// bytes where one would do.
std::string extension_bytes(const std::string& content);
// A GUID as Windows stores it: the first three fields little-endian. "": of another length.
std::string guid_bytes(const std::string& guid);

std::string der_of(X509* certificate);
// Encrypted with the passphrase.
std::string locked_pem_of(EVP_PKEY* key, const std::string& passphrase);

} // namespace dsreg::lab
