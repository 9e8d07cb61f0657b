// The forms in which people meet error codes.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dsreg::catalog {

// 0x801c001d, 801C001D (eight digits), 0xffffffff801c001d (as 64-bit programs print it).
std::optional<uint32_t> hex_code(std::string_view word);

// A whole decimal number of at most 32 bits, signed or not; "+" and blanks are none.
std::optional<int64_t> decimal_number(std::string_view word);

// 0x801c001d -> "-2145648611": how scripts and logs of Windows print the same number.
std::string signed_text(uint32_t code);

// The digits after "AADSTS", anywhere in the word and in any case; "": none.
std::string aadsts_digits(std::string_view word);

// The number in "status 2", "status=2", "MSAL status: 2"; "": none.
std::string status_digits(std::string_view word);

} // namespace dsreg::catalog
