// A device certificate from a file: PEM or DER, of up to 64 KiB of hostile bytes.
#pragma once
#include "base/status.h"
#include "device/openssl_ptr.h"
#include "wire/device.h"

#include <string>
#include <string_view>

namespace dsreg::device {

constexpr std::size_t file_max = 64 * 1024;

struct certificate {
    wire::device_certificate shown;
    std::string public_key; // SubjectPublicKeyInfo; "": of a kind that OpenSSL does not know
    std::string note;       // what is odd about it, one sentence; "": nothing
};

// The first certificate of a PEM file. errc::protocol: there is none that can be read.
status parse_certificate(std::string_view file, certificate& ret);

// Only that: is there something in the file that says it is a certificate?
bool holds_certificate(std::string_view file);

// The certificate of a record, for OpenSSL; null if it is none.
certificate_ptr open_certificate(const std::string& der);

std::string public_key_of(EVP_PKEY* key);

} // namespace dsreg::device
