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
#include <string_view>
#include <vector>

namespace dsreg::device {

inline constexpr std::size_t found_files_most = 256;

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

// By its name, for a file whose content does not tell.
uint32_t kind_by_name(const std::string& name);

// What is in a file: fills in what it holds, and judges it. read_certificates does not look into
// armoured private keys, which takes OpenSSL longer than all the rest.
using content_reader = void (*)(found_file& file, std::string_view bytes);
void read_content(found_file& file, std::string_view bytes);
void read_certificates(found_file& file, std::string_view bytes);

found_files find_files(const root& below, content_reader read);
inline found_files find_files(const root& below)
{
    return find_files(below, read_content);
}

// Is `name` in `folder` one of those that find_files() looks at?
bool may_be_found(const std::string& folder, const std::string& name);

} // namespace dsreg::device
