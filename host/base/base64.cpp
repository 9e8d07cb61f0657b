#include "base/base64.h"

#include <cstring>
#include <strings.h>

namespace dsreg {
namespace {

constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

char text_of(unsigned digit, base64_kind kind)
{
    if (digit < 62) return digits[digit];
    if (kind == base64_kind::plain) return digit == 62 ? '+' : '/';
    return digit == 62 ? '-' : '_';
}

} // namespace

int base64_digit(char c, base64_kind kind) noexcept
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (kind == base64_kind::plain) return c == '+' ? 62 : c == '/' ? 63 : -1;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

std::string to_base64(std::string_view bytes, base64_kind kind)
{
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    unsigned bits = 0, held = 0;
    for (const char c : bytes) {
        bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xfff;
        for (held += 8; held >= 6; held -= 6) text += text_of(bits >> (held - 6) & 63, kind);
    }
    if (held > 0) text += text_of(bits << (6 - held) & 63, kind);
    if (kind == base64_kind::plain) text.resize((text.size() + 3) / 4 * 4, '=');
    return text;
}

bool from_base64(std::string_view text, base64_kind kind, std::string& ret)
{
    std::string_view bare = text;
    if (kind == base64_kind::plain) {
        if (text.size() % 4 != 0) return false;
        while (!bare.empty() && bare.back() == '=' && text.size() - bare.size() < 2)
            bare.remove_suffix(1);
    }
    std::string out;
    out.reserve(text.size()); // no copy is left behind by growth
    unsigned bits = 0, held = 0;
    bool good = bare.size() % 4 != 1;
    for (const char c : bare) {
        const int digit = base64_digit(c, kind);
        if (digit < 0) good = false;
        if (!good) break;
        bits = (bits << 6 | static_cast<unsigned>(digit)) & 0xfff;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> held & 0xff);
    }
    // One text for the same bytes: the bits that are left over are 0.
    if (!good || (bits & ((1u << held) - 1)) != 0) {
        ::explicit_bzero(out.data(), out.size());
        return false;
    }
    ret = std::move(out);
    return true;
}

} // namespace dsreg
