#include "base/text.h"

#include <clocale>
#include <cstdio>
#include <cwchar>

namespace dsreg {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

// Reads one character; false for bytes that are no UTF-8 (then `ret_len` is 1).
bool next_char(std::string_view s, char32_t& ret_c, std::size_t& ret_len)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    ret_len = 1;
    const unsigned b0 = byte(0);
    if (b0 < 0x80) {
        ret_c = b0;
        return true;
    }
    const std::size_t len = b0 >= 0xF0 ? 4 : b0 >= 0xE0 ? 3 : 2;
    if (b0 < 0xC2 || b0 > 0xF4 || s.size() < len) return false;
    char32_t c = b0 & (0x7Fu >> len);
    for (std::size_t i = 1; i < len; i++) {
        if ((byte(i) & 0xC0u) != 0x80u) return false;
        c = (c << 6) | (byte(i) & 0x3Fu);
    }
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (c < least[len] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return false;
    ret_c = c;
    ret_len = len;
    return true;
}

struct range {
    char32_t first, last;
};

// Characters that change how the text around them is shown, or show nothing at all.
constexpr range hidden[] = {
    {0x00, 0x1F},       {0x7F, 0x9F},       {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},
    {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F}, {0x200B, 0x200F}, {0x2028, 0x202E},
    {0x2060, 0x206F},   {0x3164, 0x3164},   {0xD800, 0xF8FF}, {0xFDD0, 0xFDEF}, {0xFE00, 0xFE0F},
    {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB}, {0xFFFE, 0xFFFF}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0x10FFFF}};

// Double-width blocks; the rest is one column wide, combining marks none.
constexpr range wide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},  {0xA960, 0xA97C}, {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},  {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
constexpr range combining[] = {{0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},
                               {0x610, 0x61A},   {0x64B, 0x65F},   {0x1AB0, 0x1AFF},
                               {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F}};

template <std::size_t N>
bool in(const range (&table)[N], char32_t c)
{
    for (const range& r : table)
        if (c >= r.first && c <= r.last) return true;
    return false;
}

// Planes 3 and up, and 4 to 13, hold nothing that a name or message could need.
bool unassigned(char32_t c)
{
    return (c & 0xFFFE) == 0xFFFE || c > 0x323AF;
}

} // namespace

std::string safe_text(std::string_view raw, bool ascii)
{
    std::string out;
    out.reserve(raw.size());
    while (!raw.empty()) {
        char32_t c = 0;
        std::size_t len = 1;
        const bool valid = next_char(raw, c, len);
        if (valid && (c == '\n' || c == '\t' || c == '\r')) {
            if (out.empty() || out.back() != ' ') out += ' ';
        } else if (!valid || in(hidden, c) || unassigned(c)) {
            out += ascii ? std::string_view("?") : replacement;
        } else if (ascii && c >= 0x80) {
            out += '?';
        } else {
            out += raw.substr(0, len);
        }
        raw.remove_prefix(len);
    }
    return out;
}

std::string valid_utf8(std::string_view raw)
{
    std::string out;
    out.reserve(raw.size());
    while (!raw.empty()) {
        char32_t c = 0;
        std::size_t len = 1;
        if (next_char(raw, c, len))
            out += raw.substr(0, len);
        else
            out += replacement;
        raw.remove_prefix(len);
    }
    return out;
}

std::size_t columns(std::string_view utf8)
{
    std::size_t n = 0;
    while (!utf8.empty()) {
        char32_t c = 0;
        std::size_t len = 1;
        if (!next_char(utf8, c, len))
            n += 1;
        else if (!in(combining, c))
            n += in(wide, c) ? 2 : 1;
        utf8.remove_prefix(len);
    }
    return n;
}

std::string_view cut_utf8(std::string_view s, std::size_t max)
{
    if (s.size() <= max) return s;
    while (max > 0 && (static_cast<unsigned char>(s[max]) & 0xC0u) == 0x80u) max--;
    return s.substr(0, max);
}

std::string lower_case(std::string_view s)
{
    std::string lower(s);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

bool parse_guid(std::string_view s, std::string& ret_lower)
{
    if (s.size() != 36) return false;
    std::string lower;
    for (std::size_t i = 0; i < s.size(); i++) {
        const char c = s[i];
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool digit =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (dash ? c != '-' : !digit) return false;
        lower += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    ret_lower = std::move(lower);
    return true;
}

std::string hex32(unsigned long code)
{
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "0x%08lx", code & 0xFFFFFFFFul);
    return buffer;
}

bool glob_match(std::string_view pattern, std::string_view text)
{
    std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
    while (t < text.size()) {
        if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            p++;
            t++;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            mark = t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') p++;
    return p == pattern.size();
}

} // namespace dsreg
