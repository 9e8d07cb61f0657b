// The private extensions of a device certificate, 1.2.840.113556.1.5.284.N: [MS-DVRJ] and [MS-DVRE]
// define .1 to .4; .5, .7 and .8 are described by AADInternals.
#pragma once
#include <openssl/x509.h>
#include <string>
#include <string_view>

namespace dsreg::device {

// The one extension .284.`number`. 0: there is none; 1: found, `ret` holds what is inside the OCTET
// STRING, whose length may be in the long form although a short one would do ("04 81 10 ..."); -1:
// it is there, but twice or not an OCTET STRING that fills it.
int find_extension(const X509* certificate, int number, std::string& ret);

// Sixteen bytes in Windows order (the first three fields little-endian) as a lower-case GUID; ""
// for any other number of bytes.
std::string guid_of(std::string_view bytes);

} // namespace dsreg::device
