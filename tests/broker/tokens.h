// Tokens for tests, signed by nobody.
#pragma once
#include <string>
#include <string_view>

namespace dsreg::test {

inline std::string base64url(std::string_view bytes)
{
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string out;
    unsigned bits = 0, held = 0;
    for (const char c : bytes) {
        bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xffff;
        for (held += 8; held >= 6; held -= 6) out += digits[bits >> (held - 6) & 63];
    }
    if (held > 0) out += digits[bits << (6 - held) & 63];
    return out;
}

inline std::string token_of(std::string_view claims)
{
    return base64url(R"({"alg":"none","typ":"JWT"})") + "." + base64url(claims) + ".c2lnbmF0dXJl";
}

} // namespace dsreg::test
