// Certificates of the lab's web servers: certificate authorities and leaves, EC P-256.
#pragma once
#include "base/status.h"

#include <memory>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string>
#include <vector>

namespace dsreg::lab {

struct openssl_free {
    void operator()(EVP_PKEY* p) const noexcept { EVP_PKEY_free(p); }
    void operator()(X509* p) const noexcept { X509_free(p); }
};
using key_ptr = std::unique_ptr<EVP_PKEY, openssl_free>;
using certificate_ptr = std::unique_ptr<X509, openssl_free>;

struct issuer {
    certificate_ptr certificate;
    key_ptr key;
};

struct leaf_request {
    std::vector<std::string> names; // DNS names; the first is the subject's CN
    int days_ago = 30, days_left = 335;
};

status make_key(key_ptr& ret); // EC P-256
// Valid for 30 years, so that an installed lab does not run out.
status make_authority(const std::string& name, issuer& ret);
status make_leaf(const issuer& by, EVP_PKEY* key, const leaf_request& what, certificate_ptr& ret);

// `value` as in OpenSSL's configuration files; `by` is the issuer.
bool add_extension(X509* certificate, X509* by, int nid, const std::string& value);

std::string pem_of(X509* certificate);
std::string pem_of(EVP_PKEY* key);
status load_issuer(const std::string& certificate_file, const std::string& key_file, issuer& ret);
status load_key(const std::string& file, key_ptr& ret);

} // namespace dsreg::lab
