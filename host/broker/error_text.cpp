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

bool is_token_char(char c)
{
    return is_letter(c) || is_digit(c) ||
           std::string_view("_-.~+/=%").find(c) != std::string_view::npos;
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

bool is_secret(std::string_view run)
{
    // "eyJ" is how base64 of a JSON object begins.
    return run.size() >= 64 || (run.size() >= 20 && run.substr(0, 3) == "eyJ");
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

std::string tag_text(int64_t tag)
{
    constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    if (tag <= 0 || tag >= int64_t{1} << 30) return {};
    std::string s;
    for (int shift = 24; shift >= 0; shift -= 6) {
        const auto digit = static_cast<std::size_t>(tag >> shift & 63);
        if (digit >= alphabet.size()) return {};
        s += alphabet[digit];
    }
    return s;
}

std::string plain_word(std::string_view s)
{
    const bool good = !s.empty() && s.size() <= 64 && std::all_of(s.begin(), s.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
    });
    return good && !is_secret(s) ? std::string(s) : std::string();
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

std::string without_tokens(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const auto end = std::find_if_not(text.begin(), text.end(), is_token_char);
        std::string_view run = text.substr(0, static_cast<std::size_t>(end - text.begin()));
        text.remove_prefix(run.size());
        if (is_secret(run)) {
            out += "[removed]";
        } else {
            // "token=eyJ...": the word may begin inside the run.
            const std::size_t jwt = run.find("eyJ");
            if (jwt != run.npos && is_secret(run.substr(jwt))) {
                out.append(run.substr(0, jwt)) += "[removed]";
            } else {
                out += run;
            }
        }
        const std::size_t other = static_cast<std::size_t>(
            std::find_if(text.begin(), text.end(), is_token_char) - text.begin());
        out += text.substr(0, other);
        text.remove_prefix(other);
    }
    return out;
}

std::string foreign_text(std::string_view text)
{
    // Cut late: a token that is cut in two must not be left in pieces too short to be known.
    return std::string(cut_utf8(without_tokens(text.substr(0, 16 * longest_text)), longest_text));
}

std::string excerpt(std::string_view text)
{
    if (text.empty()) return "it is empty";
    const std::string clean = without_tokens(text.substr(0, 4 * longest_text));
    return "it begins with \"" + std::string(cut_utf8(clean, longest_excerpt)) + "\"";
}

} // namespace dsreg::broker
