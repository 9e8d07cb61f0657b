#include "catalog/codes.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace dsreg::catalog {
namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// The digits that follow `mark`, and separators, in the lower-case text `s`.
std::string digits_after(std::string_view s, std::string_view mark, std::string_view separators)
{
    const std::size_t at = s.find(mark);
    if (at == s.npos) return {};
    s.remove_prefix(at + mark.size());
    s.remove_prefix(std::min(s.find_first_not_of(separators), s.size()));
    const auto end = std::find_if_not(s.begin(), s.end(), is_digit);
    const auto n = static_cast<std::size_t>(end - s.begin());
    return n <= 9 ? std::string(s.substr(0, n)) : std::string();
}

} // namespace

std::optional<uint32_t> hex_code(std::string_view word)
{
    const std::string s = lower_case(word);
    std::string_view digits = s;
    const bool marked = digits.substr(0, 2) == "0x";
    if (marked) digits.remove_prefix(2);
    if (marked && digits.size() == 16 && digits.substr(0, 8) == "ffffffff") digits.remove_prefix(8);
    if (digits.empty() || digits.size() > 8 || (!marked && digits.size() != 8)) return {};
    uint32_t code = 0;
    const char* last = digits.data() + digits.size();
    const auto [end, ec] = std::from_chars(digits.data(), last, code, 16);
    if (ec != std::errc{} || end != last) return {};
    return code;
}

std::optional<int64_t> decimal_number(std::string_view word)
{
    int64_t n = 0;
    const char* last = word.data() + word.size();
    const auto [end, ec] = std::from_chars(word.data(), last, n);
    if (ec != std::errc{} || end != last) return {};
    if (n < std::numeric_limits<int32_t>::min() || n > std::numeric_limits<uint32_t>::max())
        return {};
    return n;
}

std::string signed_text(uint32_t code)
{
    return std::to_string(static_cast<int32_t>(code));
}

std::string aadsts_digits(std::string_view word)
{
    return digits_after(lower_case(word), "aadsts", "");
}

std::string status_digits(std::string_view word)
{
    return digits_after(lower_case(word), "status", " =:");
}

} // namespace dsreg::catalog
