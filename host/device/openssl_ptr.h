// OpenSSL's objects, freed by themselves.
#pragma once
#include <memory>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

namespace dsreg::device {

struct openssl_end {
    void operator()(X509* p) const noexcept { X509_free(p); }
    void operator()(X509_SIG* p) const noexcept { X509_SIG_free(p); }
    void operator()(EVP_PKEY* p) const noexcept { EVP_PKEY_free(p); }
    void operator()(EVP_MD_CTX* p) const noexcept { EVP_MD_CTX_free(p); }
    void operator()(BIO* p) const noexcept { BIO_free_all(p); }
    void operator()(unsigned char* p) const noexcept { OPENSSL_free(p); }
};
template <class T>
using openssl_ptr = std::unique_ptr<T, openssl_end>;
using key_ptr = openssl_ptr<EVP_PKEY>;
using certificate_ptr = openssl_ptr<X509>;

} // namespace dsreg::device
