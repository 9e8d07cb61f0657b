#include "base/tag.h"

namespace dsreg {
namespace {

constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

} // namespace

std::string tag_text(int64_t tag)
{
    if (tag <= 0 || tag >= int64_t{1} << 30) return {};
    std::string s;
    for (int shift = 24; shift >= 0; shift -= 6) {
        const auto digit = static_cast<std::size_t>(tag >> shift & 63);
        if (digit >= alphabet.size()) return {};
        s += alphabet[digit];
    }
    return s;
}

int64_t tag_number(std::string_view text)
{
    if (text.size() != 5) return 0;
    int64_t tag = 0;
    for (const char c : text) {
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        const std::size_t digit = alphabet.find(lower);
        if (digit == alphabet.npos) return 0;
        tag = tag << 6 | static_cast<int64_t>(digit);
    }
    return tag;
}

} // namespace dsreg
