#include "services/journal_text.h"

#include "base/secrets.h"
#include "base/text.h"

#include <algorithm>

namespace dsreg::services {
namespace {

// ECMA-48: ESC [ parameters, one final byte; ESC ] text BEL or ESC \. Others: ESC and one byte.
std::size_t sequence_length(std::string_view s)
{
    if (s.size() < 2) return s.size();
    if (s[1] == '[') {
        std::size_t i = 2;
        while (i < s.size() && s[i] >= 0x20 && s[i] < 0x40) i++;
        return std::min(i + 1, s.size());
    }
    if (s[1] != ']') return 2;
    const std::size_t end = s.find_first_of("\a\x1b\n", 2);
    if (end == s.npos || s[end] == '\n') return 2;
    return std::min(end + (s[end] == '\a' ? 1 : 2), s.size());
}

std::string without_sequences(std::string_view s)
{
    std::string out;
    while (!s.empty()) {
        const std::size_t plain = std::min(s.find('\x1b'), s.size());
        out += s.substr(0, plain);
        s.remove_prefix(plain);
        if (!s.empty()) s.remove_prefix(sequence_length(s));
    }
    return out;
}

} // namespace

std::string logged_text(std::string_view raw, bool cut, std::size_t most)
{
    std::string plain = without_sequences(raw);
    // A token that is cut in two must not be left in a piece too short to be known.
    if (cut) {
        const std::size_t blank = plain.find_last_of(" \t\n\"'{},;");
        plain.resize(blank == plain.npos ? 0 : blank);
    }
    std::string out;
    for (std::string_view rest = plain; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        out += without_tokens(safe_text(rest.substr(0, end)));
        rest.remove_prefix(end);
        if (rest.empty()) break;
        out += '\n';
        rest.remove_prefix(1);
    }
    return std::string(cut_utf8(out, most));
}

} // namespace dsreg::services
