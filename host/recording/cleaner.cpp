#include "recording/cleaner.h"

#include "base/secret_values.h"
#include "base/secrets.h"
#include "base/text.h"

#include <algorithm>

namespace dsreg::recording {
namespace {

constexpr std::size_t least_known = 4;
constexpr std::size_t most_secrets = 4096, most_secret_bytes = 1024 * 1024;

bool one_of(std::string_view name, std::initializer_list<std::string_view> list)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

// A SHA-256, which a module may report as a certificate's fingerprint.
bool is_fingerprint(std::string_view s)
{
    return s.size() == 64 && s.find_first_not_of("0123456789abcdefABCDEF") == s.npos;
}

// An absolute path is judged part by part, as those of addresses are.
std::string clean_words(const std::string& raw)
{
    if (is_fingerprint(raw)) return raw;
    if (raw.empty() || raw.front() != '/') return without_tokens(raw);
    std::string out;
    std::size_t from = 0;
    while (from < raw.size()) {
        const std::size_t end = std::min(raw.find('/', from), raw.size());
        out += without_tokens(std::string_view(raw).substr(from, end - from));
        if (end < raw.size()) out += '/';
        from = end + 1;
    }
    return out;
}

// One block of PEM in `text`, from `begin`; `end` is behind it. False: there is none.
struct pem_block {
    std::size_t begin = 0, end = 0;
    std::string_view label;
};

bool next_block(std::string_view text, std::size_t from, pem_block& ret)
{
    constexpr std::string_view begin_mark = "-----BEGIN ", dashes = "-----";
    const std::size_t begin = text.find(begin_mark, from);
    if (begin == text.npos) return false;
    const std::size_t label = begin + begin_mark.size();
    const std::size_t label_end = text.find(dashes, label);
    if (label_end == text.npos) return false;
    ret.begin = begin;
    ret.label = text.substr(label, label_end - label);
    const std::string last = "-----END " + std::string(ret.label) + "-----";
    const std::size_t end = text.find(last, label_end);
    // One that was cut short goes on to the end of the text.
    ret.end = end == text.npos ? text.size() : end + last.size();
    return true;
}

bool is_public(std::string_view label)
{
    return one_of(label, {"CERTIFICATE", "TRUSTED CERTIFICATE", "PUBLIC KEY", "X509 CRL"});
}

// Byte by byte: what is no UTF-8 may still hold words.
std::string clean_content(const std::string& raw)
{
    std::string out;
    std::size_t from = 0;
    pem_block block;
    while (next_block(raw, from, block)) {
        out += without_tokens(std::string_view(raw).substr(from, block.begin - from));
        if (is_public(block.label))
            out.append(raw, block.begin, block.end - block.begin);
        else
            out += removed;
        from = block.end;
    }
    return out += without_tokens(std::string_view(raw).substr(from));
}

// A secret that is a part of our own mark has not come back with it.
bool lies_in_mark(std::string_view text, const stretch& s)
{
    const std::size_t first = s.end < removed.size() ? 0 : s.end - removed.size();
    for (std::size_t at = first; at <= s.begin; at++)
        if (text.substr(at, removed.size()) == removed) return true;
    return false;
}

} // namespace

cleaner::cleaner(const std::vector<std::string>& secrets)
{
    std::vector<std::string> known;
    for (const std::string& s : secrets)
        if (s.size() >= least_known) known.push_back(lower_case(s));
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    std::size_t bytes = 0;
    for (const std::string& s : known) bytes += s.size();
    too_many_ = known.size() > most_secrets || bytes > most_secret_bytes;
    if (!too_many_) secrets_ = cleaner_index(known);
}

status cleaner::usable() const
{
    if (!too_many_) return {};
    return status(errc::too_large, "the recording is not written: its probes told more than " +
                                       std::to_string(most_secrets) +
                                       " secrets, or more than 1 MiB of them, and not all could be "
                                       "taken out");
}

std::string cleaner::without_secrets(const std::string& raw) const
{
    if (too_many_ && !raw.empty()) return std::string(removed);
    // Those that overlap go together, or the end of one would stay behind the other.
    std::vector<stretch> found;
    secrets_.find(raw, [&](stretch s) {
        if (lies_in_mark(raw, s)) return;
        while (!found.empty() && found.back().end > s.begin) {
            s.begin = std::min(s.begin, found.back().begin);
            found.pop_back();
        }
        found.push_back(s);
    });
    std::string out;
    std::size_t from = 0;
    for (const stretch& s : found) {
        out.append(raw, from, s.begin - from);
        out += removed;
        from = s.end;
    }
    return out.append(raw, from);
}

std::string cleaner::text(const std::string& raw) const
{
    return clean_words(without_secrets(raw));
}

std::string cleaner::member(std::string_view name, const std::string& raw) const
{
    if (raw.empty()) return raw;
    if (one_of(name, {"path", "sha256", "thumbprint", "der"})) return without_secrets(raw);
    if (one_of(name, {"bytes", "body"})) return clean_content(without_secrets(raw));
    return text(raw);
}

std::string cleaner::header(std::string_view name, const std::string& raw) const
{
    const std::string low = lower_case(name);
    const bool credential = one_of(
        low, {"authorization", "proxy-authorization", "cookie", "set-cookie", "set-cookie2"});
    return credential && !raw.empty() ? std::string(removed) : text(raw);
}

} // namespace dsreg::recording
