// A private key from a file. It never leaves this room, and nobody is asked for a passphrase.
#pragma once
#include "device/openssl_ptr.h"

#include <string>
#include <string_view>

namespace dsreg::device {

enum class key_state {
    good,
    none,     // nothing in the file says that it is a key
    garbage,  // something does, and it is not
    locked,   // behind a passphrase
    hardware, // a reference to a key that lies in a TPM ("TSS2 PRIVATE KEY")
};

// PEM (PKCS#8 or the older forms) or DER. `ret` is set for `good` only.
key_state load_key(std::string_view file, key_ptr& ret);

} // namespace dsreg::device
