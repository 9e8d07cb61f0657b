// Where systemd keeps a unit on the bus.
#pragma once
#include "common/names.h"

#include <string>
#include <string_view>

namespace common {

// systemd's escape for object paths: all but letters and digits as _xx.
inline std::string unit_path(std::string_view unit)
{
    constexpr char hex[] = "0123456789abcdef";
    std::string path = "/org/freedesktop/systemd1/unit/";
    for (const char c : unit) {
        if (is_alnum(c)) {
            path += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        path += '_';
        path += hex[byte >> 4];
        path += hex[byte & 15];
    }
    return path;
}

} // namespace common
