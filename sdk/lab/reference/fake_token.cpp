#include "reference/replies.h"

namespace dsreg::lab {
namespace {

std::string base64url(const std::string& bytes)
{
    static constexpr char digits[] =
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

} // namespace

std::string fake_token(const std::string& claims)
{
    return base64url(R"({"alg":"none","typ":"JWT"})") + "." + base64url(claims) + "." +
           base64url("dsreg-lab");
}

} // namespace dsreg::lab
