#include "actions/device_part.h"

#include <openssl/crypto.h>

void dsreg_read_certificates(dsreg::device::found_file& file, std::string_view bytes)
{
    // Reading the machine's configuration of OpenSSL takes a millisecond and changes nothing here.
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
    dsreg::device::read_certificates(file, bytes);
}
