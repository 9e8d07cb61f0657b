// Values behind the name of a secret: "password=...", "\"refresh_token\": \"...\"".
#pragma once
#include <string>
#include <string_view>

namespace dsreg {

inline constexpr std::string_view removed = "[removed]";

// Without the values behind names that end in password, passwd, secret, assertion or token, and
// behind code and key unless the value is plainly none: a number, a word, a GUID.
std::string without_secret_values(std::string_view text);

} // namespace dsreg
