// Which private key belongs to which certificate: by the public key, else by the name.
#pragma once
#include "device/find.h"

#include <string>
#include <vector>

namespace dsreg::device {

struct pair_of_files {
    std::size_t certificate = 0;     // index of the file
    const found_file* key = nullptr; // null: none found
    std::vector<const found_file*> transport;
};

// One for each file with a certificate.
std::vector<pair_of_files> pair_files(const std::vector<found_file>& files);

// What a name says behind its prefix, without what stands for its kind: "drs_abc-cert.pem" is
// "abc".
std::string stem_of(const std::string& name);

} // namespace dsreg::device
