#include "device-state/settings.h"

#include "common/names.h"

namespace device_state {
namespace {

constexpr std::size_t most_settings = 4096;

std::string_view trimmed(std::string_view s)
{
    constexpr const char* blanks = " \t\r";
    const std::size_t first = s.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return s.substr(first, s.find_last_not_of(blanks) - first + 1);
}

} // namespace

std::vector<setting> parse_settings(std::string_view text)
{
    std::vector<setting> all;
    std::string section;
    while (!text.empty() && all.size() < most_settings) {
        const std::size_t end = text.find('\n');
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty() || line.front() == '#' || line.front() == ';') continue;
        if (line.front() == '[') {
            section = common::lowered(trimmed(line.substr(1, line.find(']') - 1)));
            continue;
        }
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos) continue;
        all.push_back({section, common::lowered(trimmed(line.substr(0, equals))),
                       std::string(trimmed(line.substr(equals + 1)))});
    }
    return all;
}

std::string_view find_setting(const std::vector<setting>& all, std::string_view section,
                              std::string_view key)
{
    std::string_view found;
    for (const setting& s : all)
        if (s.section == section && s.key == key) found = s.value;
    return found;
}

} // namespace device_state
