#include "bus/names.h"

#include <algorithm>

namespace dsreg::bus {
namespace {

constexpr std::size_t longest_name = 255;

bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_word(char c)
{
    return is_alpha(c) || is_digit(c);
}

int hex_digit(char c)
{
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// "%20" and its like; false when one is broken.
bool unescape(std::string_view s, std::string& ret)
{
    for (std::size_t i = 0; i < s.size(); i++) {
        if (s[i] != '%') {
            ret += s[i];
            continue;
        }
        const bool whole = i + 2 < s.size();
        const int high = whole ? hex_digit(s[i + 1]) : -1;
        const int low = whole ? hex_digit(s[i + 2]) : -1;
        if (high < 0 || low < 0) return false;
        ret += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return true;
}

// Two or more parts between dots. `dashes`: '-' may stand in a part; `digits`: a part may begin
// with a digit.
bool is_dotted(std::string_view s, bool dashes, bool digits)
{
    std::size_t parts = 0;
    while (true) {
        const std::size_t end = s.find('.');
        const std::string_view part = s.substr(0, end);
        if (part.empty() || (!digits && is_digit(part[0]))) return false;
        const bool good = std::all_of(part.begin(), part.end(),
                                      [&](char c) { return is_word(c) || (dashes && c == '-'); });
        if (!good) return false;
        parts++;
        if (end == s.npos) return parts >= 2;
        s.remove_prefix(end + 1);
    }
}

bool is_unix_entry(std::string_view entry)
{
    constexpr std::string_view scheme = "unix:";
    if (entry.substr(0, scheme.size()) != scheme) return false;
    entry.remove_prefix(scheme.size());
    bool place = false;
    while (!entry.empty()) {
        const std::size_t end = entry.find(',');
        const std::string_view pair = entry.substr(0, end);
        if (pair.substr(0, 5) == "path=" || pair.substr(0, 9) == "abstract=") {
            place = true;
        } else if (pair.substr(0, 5) != "guid=") {
            return false;
        }
        entry.remove_prefix(end == entry.npos ? entry.size() : end + 1);
    }
    return place;
}

} // namespace

bool is_unique_name(std::string_view s)
{
    return s.size() <= longest_name && !s.empty() && s[0] == ':' &&
           is_dotted(s.substr(1), true, true);
}

bool is_bus_name(std::string_view s)
{
    return is_unique_name(s) || (s.size() <= longest_name && is_dotted(s, true, false));
}

bool is_interface(std::string_view s)
{
    return s.size() <= longest_name && is_dotted(s, false, false);
}

bool is_member(std::string_view s)
{
    return !s.empty() && s.size() <= longest_name && is_alpha(s[0]) &&
           std::all_of(s.begin(), s.end(), is_word);
}

bool is_object_path(std::string_view s)
{
    if (s == "/") return true;
    if (s.empty() || s.size() > 1024 || s[0] != '/' || s.back() == '/') return false;
    for (std::size_t i = 1; i < s.size(); i++) {
        if (s[i] == '/' ? s[i - 1] == '/' : !is_word(s[i])) return false;
    }
    return true;
}

bool is_basic_signature(std::string_view s)
{
    constexpr std::size_t most = 64; // as svc/dbus.h says
    return s.size() <= most && s.find_first_not_of("ybnqiuxtdsog") == s.npos;
}

bool is_local_address(std::string_view s)
{
    if (s.empty() || s.size() > 4096) return false;
    while (!s.empty()) {
        const std::size_t end = s.find(';');
        if (!is_unix_entry(s.substr(0, end))) return false;
        s.remove_prefix(end == s.npos ? s.size() : end + 1);
    }
    return true;
}

std::string socket_of(std::string_view address)
{
    if (!is_local_address(address) || address.find(';') != address.npos) return {};
    std::string place;
    for (const std::string_view mark : {"path=", "abstract="}) {
        const std::size_t at = address.find(mark);
        if (at == address.npos) continue;
        if (mark[0] == 'a') place += '\0';
        std::string_view rest = address.substr(at + mark.size());
        if (!unescape(rest.substr(0, rest.find(',')), place)) return {};
        return place;
    }
    return {};
}

} // namespace dsreg::bus
