// The files of a registration on this machine, looked at one by one.
//
// Layouts: /etc/microsoft/identity-broker/{certs,private} of the broker since 2.5 (Microsoft Learn,
// "Troubleshoot device registration with the dsreg tool (Linux)"), /etc/ssl/private of 2.0.2 to
// 2.0.4. What follows drs_ and stk_ in a name, and the format, are not public: any will do.
#pragma once
#include "device/key.h"
#include "device/root.h"
#include "wire/device.h"

#include <string>
#include <vector>

namespace dsreg::device {

struct found_key { // what is known of a private key in a file
    key_state state = key_state::none;
    std::string public_key; // SubjectPublicKeyInfo, of a good one
    bool pem = true;
};

struct found_file {
    wire::device_file shown;
    std::string folder, name;
    wire::device_certificate certificate; // of a file that holds one
    std::string certified_key;            // its SubjectPublicKeyInfo
    found_key key;
    bool for_key() const; // may this be the private key of a device?
};

struct found_files {
    std::vector<found_file> files; // by path
    bool denied = false;           // a folder or file there may not be read
    bool too_many = false;
};

found_files find_files(const root& below);

} // namespace dsreg::device
