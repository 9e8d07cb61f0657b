#include "broker/error_text.h"

#include "base/text.h"

#include <algorithm>

namespace dsreg::broker {
namespace {

constexpr std::size_t longest_text = 4096;
constexpr std::size_t longest_excerpt = 200;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// What stands between the words `before` and the next of the characters `stop`, blanks and quotes
// taken off.
std::string_view word_after(std::string_view text, std::string_view before)
{
    const std::size_t at = text.find(before);
    if (at == text.npos) return {};
    text.remove_prefix(at + before.size());
    text.remove_prefix(std::min(text.find_first_not_of(" '\""), text.size()));
    return text.substr(0, text.find_first_of(" '\",;.\r\n)"));
}

} // namespace

uint32_t aadsts_number(std::string_view text)
{
    constexpr std::string_view mark = "AADSTS";
    for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark, at + 1)) {
        uint32_t n = 0;
        std::size_t digits = 0;
        for (std::size_t i = at + mark.size(); i < text.size() && is_digit(text[i]); i++) {
            n = n * 10 + static_cast<uint32_t>(text[i] - '0');
            if (++digits > 8) break;
        }
        if (digits > 0 && digits <= 8) return n;
    }
    return 0;
}

std::string plain_word(std::string_view s)
{
    const bool good = !s.empty() && s.size() <= 64 && std::all_of(s.begin(), s.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
    });
    return good && without_tokens(s) == s ? std::string(s) : std::string();
}

std::string suberror_in(std::string_view text)
{
    return plain_word(word_after(text, "suberror:"));
}

std::string correlation_in(std::string_view text)
{
    std::string guid;
    for (const char* mark : {"Correlation ID:", "correlation_id:", "CorrelationId:"}) {
        if (parse_guid(word_after(text, mark), guid)) return guid;
    }
    return {};
}

std::string foreign_text(std::string_view text)
{
    return without_tokens_cut(text.substr(0, 16 * longest_text), longest_text);
}

std::string excerpt(std::string_view text)
{
    if (text.empty()) return "it is empty";
    return "it begins with \"" +
           without_tokens_cut(text.substr(0, 4 * longest_text), longest_excerpt) + "\"";
}

} // namespace dsreg::broker
