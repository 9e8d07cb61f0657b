// Files of "[section]" and "key = value" lines, as sssd and Samba have them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace device_state {

struct setting {
    std::string section, key, value; // section and key in lower case, without blanks around
};

// Lines that are neither are left out; at most 4096 settings.
std::vector<setting> parse_settings(std::string_view text);

// The last one wins; "": not set.
std::string_view find_setting(const std::vector<setting>& all, std::string_view section,
                              std::string_view key);

} // namespace device_state
