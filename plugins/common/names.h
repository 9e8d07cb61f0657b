// Names that come from outside, judged before they go into a URL or a request. No locale.
#pragma once
#include <string>
#include <string_view>

namespace common {

inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
inline char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
inline bool is_alnum(char c)
{
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z');
}

inline std::string lowered(std::string_view s)
{
    std::string out(s);
    for (char& c : out) c = lower(c);
    return out;
}

// 8-4-4-4-12 hexadecimal digits.
inline bool is_guid(std::string_view s)
{
    if (s.size() != 36) return false;
    for (std::size_t i = 0; i < s.size(); i++) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const char c = lower(s[i]);
        if (dash ? c != '-' : !(is_digit(c) || (c >= 'a' && c <= 'f'))) return false;
    }
    return true;
}

// A public host or domain name: two labels at least, letters, digits and hyphens, and no address
// (the last label has a letter).
inline bool is_domain(std::string_view s)
{
    if (s.empty() || s.size() > 253) return false;
    std::size_t labels = 0, start = 0;
    bool letter = false;
    for (std::size_t i = 0; i <= s.size(); i++) {
        if (i < s.size() && s[i] != '.') {
            if (!is_alnum(s[i]) && s[i] != '-') return false;
            continue;
        }
        const std::string_view label = s.substr(start, i - start);
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
            return false;
        letter = false;
        for (const char c : label) letter = letter || (is_alnum(c) && !is_digit(c));
        labels++;
        start = i + 1;
    }
    return labels >= 2 && letter;
}

// "https://host[:port][/...]" without user name, with a host that is_domain() takes. A backslash is
// refused: some readers of URLs take it for a slash.
inline bool split_https(std::string_view url, std::string& ret_host, unsigned& ret_port)
{
    constexpr std::string_view scheme = "https://";
    if (url.size() > 2048 || lowered(url.substr(0, scheme.size())) != scheme) return false;
    for (const char c : url)
        if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f ||
            c == '\\')
            return false;
    const std::string_view rest = url.substr(scheme.size());
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    const std::size_t colon = authority.find(':');
    unsigned port = 443;
    if (colon != std::string_view::npos) {
        const std::string_view digits = authority.substr(colon + 1);
        if (digits.empty() || digits.size() > 5) return false;
        port = 0;
        for (const char c : digits) {
            if (!is_digit(c)) return false;
            port = port * 10 + static_cast<unsigned>(c - '0');
        }
        if (port == 0 || port > 65535) return false;
    }
    if (!is_domain(authority.substr(0, colon))) return false;
    ret_host = lowered(authority.substr(0, colon));
    ret_port = port;
    return true;
}

} // namespace common
