#include "base/secrets.h"

#include "base/secret_values.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <vector>

namespace dsreg {
namespace {

bool is_token_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-.~+/=%").find(c) != std::string_view::npos;
}

// A home account id: two GUIDs.
bool is_account_id(std::string_view run)
{
    constexpr std::size_t guid = 36;
    std::string lower;
    return run.size() == 2 * guid + 1 && run[guid] == '.' &&
           parse_guid(run.substr(0, guid), lower) && parse_guid(run.substr(guid + 1), lower);
}

enum class letter { none, lower, upper, digit }; // the numbers count

letter letter_of(char c)
{
    if (c >= 'a' && c <= 'z') return letter::lower;
    if (c >= 'A' && c <= 'Z') return letter::upper;
    return c >= '0' && c <= '9' ? letter::digit : letter::none;
}

// Do lower case, upper case and digits alternate for 40 characters as they do by chance? Of words,
// however they are joined, one in four or five is the first of another kind; by chance it is nearly
// two in three. GUIDs, hexadecimal numbers, names of hosts and units hold two kinds only.
bool is_mixed(std::string_view part)
{
    constexpr std::size_t window = 40;
    constexpr std::size_t changes_least = 18, changes_with_digits = 15, digits_least = 3;
    std::vector<letter> kinds;
    for (const char c : part)
        if (const letter l = letter_of(c); l != letter::none) kinds.push_back(l);
    if (part.size() < window || kinds.size() < window - 4) return false;
    const std::size_t length = std::min(window, kinds.size());
    std::array<std::size_t, 4> count{};
    std::size_t changes = 0;
    const auto differs = [&](std::size_t i) { return kinds[i] != kinds[i - 1] ? 1u : 0u; };
    for (std::size_t i = 0; i < kinds.size(); i++) {
        count[static_cast<std::size_t>(kinds[i])]++;
        if (i > 0) changes += differs(i);
        if (i >= length) {
            count[static_cast<std::size_t>(kinds[i - length])]--;
            changes -= differs(i - length + 1);
        }
        const bool three = count[1] != 0 && count[2] != 0 && count[3] != 0;
        if (i + 1 < length || !three) continue;
        if (changes >= changes_least ||
            (changes >= changes_with_digits && count[3] >= digits_least))
            return true;
    }
    return false;
}

// Base64 of both alphabets.
bool is_base64(char c)
{
    return letter_of(c) != letter::none ||
           std::string_view("_-+/").find(c) != std::string_view::npos;
}

// Calls `each` with the parts of a run that could be base64, and with what is between them.
template <class F>
void split_base64(std::string_view run, const F& each)
{
    while (!run.empty()) {
        const bool is = is_base64(run.front());
        const auto end =
            std::find_if(run.begin(), run.end(), [is](char c) { return is_base64(c) != is; });
        const auto length = static_cast<std::size_t>(end - run.begin());
        each(run.substr(0, length));
        run.remove_prefix(length);
    }
}

bool holds_mixed(std::string_view run)
{
    bool found = false;
    split_base64(run, [&](std::string_view part) { found = found || is_mixed(part); });
    return found;
}

bool is_long(std::string_view run)
{
    // "eyJ" is how base64 of a JSON object begins.
    return (run.size() >= 64 && !is_account_id(run)) ||
           (run.size() >= 20 && run.substr(0, 3) == "eyJ");
}

void append_run(std::string_view run, std::string& out)
{
    if (is_long(run)) {
        out += removed;
        return;
    }
    // "token=eyJ...": the word may begin inside the run.
    const std::size_t jwt = run.find("eyJ");
    if (jwt != run.npos && is_long(run.substr(jwt))) {
        append_run(run.substr(0, jwt), out);
        out += removed;
        return;
    }
    split_base64(run, [&](std::string_view part) { out += is_mixed(part) ? removed : part; });
}

// "//host/part/part" after "https:".
void append_path(std::string_view path, std::string& out)
{
    while (!path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        append_run(path.substr(0, slash), out);
        path.remove_prefix(slash);
        if (path.empty()) return;
        out += '/';
        path.remove_prefix(1);
    }
}

std::string without_tokens_once(std::string_view words)
{
    const std::string valued = without_secret_values(words);
    std::string_view text(valued);
    std::string out;
    while (!text.empty()) {
        const auto end = std::find_if_not(text.begin(), text.end(), is_token_char);
        const std::string_view run = text.substr(0, static_cast<std::size_t>(end - text.begin()));
        text.remove_prefix(run.size());
        const std::string_view before(out);
        const bool address = before.ends_with("https:") || before.ends_with("http:");
        if (address && run.substr(0, 2) == "//")
            append_path(run, out);
        else
            append_run(run, out);
        const std::size_t other = static_cast<std::size_t>(
            std::find_if(text.begin(), text.end(), is_token_char) - text.begin());
        out += text.substr(0, other);
        text.remove_prefix(other);
    }
    return out;
}

} // namespace

bool looks_secret(std::string_view run)
{
    return is_long(run) || holds_mixed(run);
}

std::string without_tokens(std::string_view words)
{
    // What stood in an address may stand outside of one when a part before it is gone.
    std::string text(words);
    for (int round = 0; round < 4; round++) {
        std::string cleaner = without_tokens_once(text);
        if (cleaner == text) break;
        text = std::move(cleaner);
    }
    return text;
}

std::string without_tokens_cut(std::string_view text, std::size_t most)
{
    return without_tokens(cut_utf8(without_tokens(text), most));
}

} // namespace dsreg
