#include "base/secret_values.h"

#include "base/text.h"

#include <algorithm>

namespace dsreg {
namespace {

constexpr std::size_t longest_name = 64;
constexpr std::size_t longest_error_code = 16; // a code that is good for a token is far longer

enum class kind { none, secret, code, key };

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_name_char(char c)
{
    return is_letter(c) || is_digit(c) || c == '_' || c == '-';
}
bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}
bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

kind kind_of(std::string_view name)
{
    const std::string lower = lower_case(name);
    const std::string_view s(lower);
    for (const char* end : {"password", "passwd", "secret", "assertion", "token"})
        if (s.ends_with(end)) return kind::secret;
    // "clientCode" and "error_code" name errors.
    for (const char* whole : {"authorization_code", "auth_code", "device_code"})
        if (s == whole) return kind::secret;
    if (s == "code") return kind::code;
    const bool key = s == "key" || s.ends_with("_key") || s.ends_with("-key") ||
                     (name.ends_with("Key") && !name.ends_with("_Key"));
    return key ? kind::key : kind::none;
}

bool all(std::string_view s, bool (*good)(char))
{
    return std::all_of(s.begin(), s.end(), good);
}

// A number, "0xc000006d", "DirectoryError", a GUID.
bool is_plain(std::string_view value, kind what)
{
    if (what == kind::secret) return value.empty();
    std::string guid;
    if (parse_guid(value, guid)) return true;
    const auto is_word_char = [](char c) { return is_letter(c) || c == '_' || c == '-'; };
    if (value.size() <= longest_name / 2 && all(value, is_word_char)) return true;
    if (what == kind::code) return value.size() <= longest_error_code && all(value, is_name_char);
    return value.size() <= 10 && all(value, is_digit);
}

// The name that ends at `end`, not before `from`.
std::string_view name_before(std::string_view text, std::size_t from, std::size_t end)
{
    std::size_t at = end;
    while (at > from && end - at < longest_name && is_name_char(text[at - 1])) at--;
    return text.substr(at, end - at);
}

// `at` is that of the '=' or ':'. In JSON the name stands in quotes, with as many backslashes
// before them as texts lie around it.
kind named_at(std::string_view text, std::size_t from, std::size_t at)
{
    std::size_t end = at;
    while (end > from && is_blank(text[end - 1])) end--;
    const bool quoted = end > from && is_quote(text[end - 1]);
    if (quoted) {
        end--;
        while (end > from && text[end - 1] == '\\') end--;
    } else if (text[at] == ':') {
        return kind::none;
    }
    return kind_of(name_before(text, from, end));
}

struct extent {
    std::size_t begin = 0, end = 0;
};

extent value_after(std::string_view text, std::size_t at, kind what)
{
    while (at < text.size() && is_blank(text[at])) at++;
    std::size_t open = at;
    while (open < text.size() && text[open] == '\\') open++;
    if (open < text.size() && is_quote(text[open])) {
        const std::size_t slashes = open - at;
        for (std::size_t i = open + 1, before = 0; i < text.size(); i++) {
            if (text[i] == text[open] && before <= slashes) return {open + 1, i - before};
            before = text[i] == '\\' ? before + 1 : 0;
        }
        return {open + 1, text.size()};
    }
    // A password may hold any of the second ones.
    const std::string_view stop = what == kind::secret ? " \t\r\n&\"'<>" : " \t\r\n&\"'<>,;|(){}";
    return {at, std::min(text.find_first_of(stop, at), text.size())};
}

// Our own mark, or the beginning of it that a cut left at the end of the text.
bool is_mark(std::string_view text, const extent& value)
{
    const std::string_view v = text.substr(value.begin, value.end - value.begin);
    return v == removed || (!v.empty() && value.end == text.size() && removed.starts_with(v));
}

} // namespace

std::string without_secret_values(std::string_view text)
{
    std::string out;
    std::size_t done = 0;
    for (std::size_t at = text.find_first_of("=:"); at != text.npos;
         at = text.find_first_of("=:", at + 1)) {
        const kind what = named_at(text, done, at);
        if (what == kind::none) continue;
        const extent value = value_after(text, at + 1, what);
        if (is_mark(text, value) ||
            is_plain(text.substr(value.begin, value.end - value.begin), what))
            continue;
        out += text.substr(done, value.begin - done);
        out += removed;
        done = value.end;
        at = done - 1;
    }
    return out += text.substr(done);
}

} // namespace dsreg
