// Device certificates and keys made for a test, with whatever may be wrong with them.
#pragma once
#include "device/openssl_ptr.h"

#include <cstdint>
#include <map>
#include <string>

namespace dsreg::device_test {

extern const char* const device_id; // 11223344-5566-7788-99aa-bbccddeeff00
extern const char* const tenant_id; // aaaabbbb-0000-cccc-1111-dddd2222eeee
extern const char* const user_id;   // 00112233-4455-6677-8899-aabbccddeeff

// The value of an extension: an OCTET STRING with the length in the long form, as Entra makes it.
std::string long_form(const std::string& content);
std::string short_form(const std::string& content);
// A GUID's bytes in Windows order.
std::string windows_bytes(const std::string& guid);

struct certificate_plan {
    std::string subject = device_id;
    long from_seconds = -3600, to_seconds = 86400L * 3650; // from now
    std::map<int, std::string> extensions;                 // .284.N; empty: the usual ones
    bool usual = true;
    std::string usage = "critical,clientAuth"; // extended key usage; "": none
    int repeat = 0;                            // this extension stands there twice
};

// A key of its own for each call; RSA keys of 2048 bits come from a small pool, because they take
// long to make: `which` chooses.
device::key_ptr rsa_key(int which = 0);
device::key_ptr weak_key(); // RSA, 1024
device::key_ptr ec_key(const char* curve = "P-256");

device::certificate_ptr make_certificate(EVP_PKEY* key, const certificate_plan& plan = {});

std::string der_of(X509* certificate);
std::string pem_of(X509* certificate);
std::string der_of(EVP_PKEY* key); // traditional
std::string pkcs8_der_of(EVP_PKEY* key);
std::string pem_of(EVP_PKEY* key);             // PKCS#8
std::string traditional_pem_of(EVP_PKEY* key); // "RSA PRIVATE KEY"
std::string locked_pem_of(EVP_PKEY* key);      // PKCS#8 behind a passphrase
std::string locked_traditional_pem_of(EVP_PKEY* key);
std::string locked_der_of(EVP_PKEY* key);

std::string file_bytes(const std::string& path);

} // namespace dsreg::device_test
