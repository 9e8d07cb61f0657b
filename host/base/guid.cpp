#include "base/guid.h"

#include <array>
#include <sys/random.h>

namespace dsreg {

std::string new_guid()
{
    std::array<unsigned char, 16> raw{};
    if (::getrandom(raw.data(), raw.size(), 0) != static_cast<ssize_t>(raw.size())) return {};
    raw[6] = static_cast<unsigned char>((raw[6] & 0x0f) | 0x40);
    raw[8] = static_cast<unsigned char>((raw[8] & 0x3f) | 0x80);
    constexpr const char* digits = "0123456789abcdef";
    std::string s;
    for (std::size_t i = 0; i < raw.size(); i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) s += '-';
        s += digits[raw[i] >> 4];
        s += digits[raw[i] & 15];
    }
    return s;
}

} // namespace dsreg
