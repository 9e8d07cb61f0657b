// The armoured blocks of a text file.
#pragma once
#include <string_view>
#include <vector>

namespace dsreg::device {

struct pem_block {
    std::string_view label; // "CERTIFICATE"
    std::string_view whole; // from -----BEGIN to the end of -----END
    bool is_certificate() const;
    bool is_private_key() const; // of any kind
};

// Whole blocks only, at most 32; a block that never ends is none.
std::vector<pem_block> pem_blocks(std::string_view bytes);

} // namespace dsreg::device
