#include "device/toml_note.h"

#include "base/text.h"
#include "device/lines.h"

namespace dsreg::device {
namespace {

// The text of a TOML string at the front of `s`; only a comment may follow it.
bool read_string(std::string_view s, std::string& ret)
{
    if (s.empty() || (s.front() != '"' && s.front() != '\'')) return false;
    const char quote = s.front();
    std::string text;
    for (std::size_t i = 1; i < s.size(); i++) {
        if (s[i] == quote) {
            const std::string_view rest = trimmed(s.substr(i + 1));
            if (!rest.empty() && rest.front() != '#') return false;
            ret = std::move(text);
            return true;
        }
        if (quote == '"' && s[i] == '\\') {
            if (++i == s.size() || (s[i] != '"' && s[i] != '\\')) return false;
        }
        text += s[i];
    }
    return false;
}

std::string_view bare_key(std::string_view key)
{
    key = trimmed(key);
    if (key.size() >= 2 && (key.front() == '"' || key.front() == '\'') && key.back() == key.front())
        key = key.substr(1, key.size() - 2);
    return key;
}

// "https://login.microsoftonline.com/<tenant>/...", or the id itself.
std::string tenant_in(std::string_view text)
{
    std::string guid;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('/'), text.size());
        if (parse_guid(text.substr(0, end), guid)) return guid;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

} // namespace

status read_registration_note(std::string_view file, registration_note& ret)
{
    if (file.substr(0, 3) == "\xef\xbb\xbf") file.remove_prefix(3);
    if (file.find('\0') != file.npos || valid_utf8(file) != file)
        return {errc::protocol, "it is not text"};
    registration_note note;
    std::string tenant, authority;
    bool any = false;
    while (!file.empty()) {
        const std::string_view line = next_line(file);
        if (line.empty() || line.front() == '#' || line.front() == '[') continue;
        const std::size_t equals = line.find('=');
        if (equals == line.npos) continue;
        any = true;
        std::string value;
        if (!read_string(trimmed(line.substr(equals + 1)), value)) continue;
        const std::string_view key = bare_key(line.substr(0, equals));
        if (key == "aad_device_hint" && !value.empty() && !parse_guid(value, note.device_id))
            return {errc::protocol, "its aad_device_hint is no device id"};
        if (key == "tenant" || key == "tenant_id") tenant = tenant_in(value);
        if (key == "authority") authority = tenant_in(value);
    }
    if (!any) return {errc::protocol, "no line of it is a setting"};
    note.tenant_id = tenant.empty() ? authority : tenant;
    ret = std::move(note);
    return {};
}

} // namespace dsreg::device
