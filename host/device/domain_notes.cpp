#include "device/domain_notes.h"

#include "base/text.h"
#include "device/lines.h"

namespace dsreg::device {
namespace {

constexpr std::size_t domains_most = 16;
} // namespace

status read_domain_notes(std::string_view file, std::vector<domain_note>& ret)
{
    if (file.find('\0') != file.npos || valid_utf8(file) != file)
        return {errc::protocol, "it is not text"};
    std::vector<domain_note> all;
    domain_note now;
    bool any = file.find_first_not_of(" \t\r\n") == file.npos; // empty: the daemon knows no domain
    const auto keep = [&] {
        if (!now.device_id.empty() && all.size() < domains_most) all.push_back(now);
    };
    while (!file.empty()) {
        const std::string_view line = next_line(file);
        if (line.empty() || line.front() == '#' || line.front() == ';') continue;
        if (line.front() == '[' && line.back() == ']') {
            any = true;
            keep();
            now = {};
            now.domain = safe_text(cut_utf8(line.substr(1, line.size() - 2), 253));
            continue;
        }
        const std::size_t equals = line.find('=');
        if (equals == line.npos) continue;
        const std::string_view key = trimmed(line.substr(0, equals));
        const std::string_view value = trimmed(line.substr(equals + 1));
        if (key == "tenant_id") parse_guid(value, now.tenant_id);
        if (key == "device_id") parse_guid(value, now.device_id);
    }
    keep();
    if (!any) return {errc::protocol, "no line of it opens a section"};
    ret = std::move(all);
    return {};
}

} // namespace dsreg::device
