// Bytes as text, RFC 4648. Slow enough to be read, and without OpenSSL, which takes longer to load.
#pragma once
#include <string>
#include <string_view>

namespace dsreg {

enum class base64_kind {
    plain, // '+' and '/', padded with '='
    url,   // '-' and '_', not padded
};

std::string to_base64(std::string_view bytes, base64_kind kind);

int base64_digit(char c, base64_kind kind) noexcept; // 0 to 63; -1: none

// False for what to_base64() would not have made of the same bytes. What was read until then is
// overwritten: it may be a secret.
[[nodiscard]] bool from_base64(std::string_view text, base64_kind kind, std::string& ret);

} // namespace dsreg
