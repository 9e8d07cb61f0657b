// What this machine has of one tenant's registration: the certificate, a key that fits, and every
// file that is theirs alone.
#pragma once
#include "device/home_notes.h"
#include "device/noted_file.h"
#include "device/openssl_ptr.h"
#include "device/root.h"
#include "wire/device.h"
#include "wire/world.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dsreg::device {

struct own_registration {
    std::string device_id, thumbprint;
    std::string certificate;              // DER
    int64_t valid_from = 0, valid_to = 0; // seconds since 1970
    key_ptr key;
    std::vector<noted_file> files;       // to go when the device goes: keys first
    std::vector<wire::device_step> kept; // what looks like part of it and is not known to be
    bool others = false;                 // there is another one of this tenant
};

// True: `ret` can be unregistered; of several the newest. Else `ret_end` is how it ends: `nothing`,
// `no_key` or `not_started`, with its sentence.
bool find_registration(const wire::world& where, const root& below, const home_notes& home,
                       const std::string& tenant_id, own_registration& ret,
                       wire::device_unregistering& ret_end);

} // namespace dsreg::device
