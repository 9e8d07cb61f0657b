#include "bus/unit_path.h"

namespace dsreg::bus {

std::string unit_path(std::string_view unit)
{
    static constexpr char hex[] = "0123456789abcdef";
    std::string path = "/org/freedesktop/systemd1/unit/";
    for (const char c : unit) {
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        const auto byte = static_cast<unsigned char>(c);
        if (plain)
            path += c;
        else
            (path += '_') += {hex[byte >> 4], hex[byte & 15]};
    }
    return path;
}

} // namespace dsreg::bus
