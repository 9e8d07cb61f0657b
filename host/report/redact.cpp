#include "report/redact.h"

#include "base/text.h"

#include <dsreg/probe.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <set>
#include <sys/random.h>
#include <vector>

namespace dsreg::report {
namespace {

constexpr std::string_view secret_mark = "<secret>";
constexpr std::size_t least_known = 4;  // shorter texts stand in too many words
constexpr std::size_t most_known = 512; // each costs a search of every sentence
constexpr std::size_t longest_personal = 512;

bool in_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

struct known_text {
    std::string text; // lower case
    std::string instead;
    bool whole_words;
};

// Texts are cut to their limits before they come here, so that a long secret may stand in one
// without its end: its beginning is enough.
constexpr std::size_t enough_of_secret = 16;

std::string replaced(const std::string& text, const known_text& known)
{
    const std::string begin =
        known.whole_words ? known.text : known.text.substr(0, enough_of_secret);
    if (text.size() < begin.size()) return text;
    const std::string low = lower_case(text);
    std::string out;
    std::size_t from = 0;
    for (std::size_t at = low.find(begin); at != std::string::npos; at = low.find(begin, at)) {
        std::size_t end = at + begin.size();
        while (end < low.size() && end - at < known.text.size() && low[end] == known.text[end - at])
            end++;
        const bool inside = known.whole_words && ((at > 0 && in_word(low[at - 1])) ||
                                                  (end < low.size() && in_word(low[end])));
        if (!inside) {
            out.append(text, from, at - from);
            out += known.instead;
            from = end;
        }
        at = inside ? at + 1 : end;
    }
    return out.append(text, from);
}

// Visits each value with its flags (the declaration's included), then all free text.
template <class Value, class Text>
void visit(report& r, Value value_of, Text text_of)
{
    for (fact_row& row : r.facts) value_of(row.data.val, row.flags | row.data.val.flags);
    for (finding_row& row : r.findings)
        for (named_value& item : row.data.evidence) value_of(item.second, item.second.flags);

    for (fact_row& row : r.facts) {
        text_of(row.data.val.text);
        text_of(row.data.instance);
        text_of(row.data.source);
    }
    for (finding_row& row : r.findings) {
        text_of(row.data.instance);
        text_of(row.data.message);
        for (named_value& item : row.data.evidence) text_of(item.second.text);
    }
    for (probe_row& row : r.probes) {
        text_of(row.text);
        text_of(row.root_cause);
        for (refusal& item : row.refusals) {
            text_of(item.name);
            text_of(item.why);
        }
    }
    for (module_row& row : r.modules) {
        text_of(row.path);
        text_of(row.text);
        for (std::string& warning : row.warnings) text_of(warning);
    }
    for (root_cause& cause : r.root_causes) text_of(cause.cause);
    for (std::string& note : r.notes) text_of(note);
    for (log_row& row : r.log) text_of(row.text);
}

class withholder
{
public:
    withholder(report& r, const hash_key* key) : r_(r), key_(key) {}

    void run()
    {
        learn();
        if (key_ != nullptr) {
            if (!exempt(r_.host_name)) r_.host_name = pseudonym(*key_, r_.host_name);
            if (!exempt(r_.user)) r_.user = pseudonym(*key_, r_.user);
            for (fact_row& row : r_.facts)
                if ((row.flags & DSREG_F_PERSONAL) != 0 && !row.data.instance.empty())
                    row.data.instance = pseudonym(*key_, row.data.instance);
        }
        // Longest first: a user name must not break up the address that it stands in.
        std::stable_sort(known_.begin(), known_.end(), [](const auto& a, const auto& b) {
            return a.text.size() > b.text.size();
        });
        visit(
            r_, [&](value& v, uint32_t flags) { withhold(v, flags); },
            [&](std::string& text) {
                for (const known_text& known : known_) text = replaced(text, known);
            });
    }

private:
    static bool exempt(const std::string& text)
    {
        return text.empty() || text == "root" || text == "localhost";
    }
    void know(const std::string& text, bool secret)
    {
        if (text.size() < least_known || known_.size() >= most_known) return;
        if (!secret && (text.size() > longest_personal || exempt(text))) return;
        const std::string low = lower_case(text);
        if (!seen_.insert(low).second) return;
        known_.push_back(
            {low, secret ? std::string(secret_mark) : pseudonym(*key_, text), !secret});
    }
    void learn()
    {
        const auto all = [&](uint32_t flag, bool secret) {
            visit(
                r_,
                [&](value& v, uint32_t flags) {
                    if ((flags & flag) != 0 && v.known()) know(display(v), secret);
                },
                [](std::string&) {});
        };
        all(DSREG_F_SECRET, true);
        if (key_ == nullptr) return;
        know(r_.host_name, false);
        know(r_.user, false);
        all(DSREG_F_PERSONAL, false);
        for (const fact_row& row : r_.facts)
            if ((row.flags & DSREG_F_PERSONAL) != 0) know(row.data.instance, false);
    }
    void withhold(value& v, uint32_t flags) const
    {
        if ((flags & DSREG_F_SECRET) != 0) {
            v = value::of_text(std::string(secret_mark), flags);
        } else if (key_ != nullptr && (flags & DSREG_F_PERSONAL) != 0 && v.known()) {
            const std::string text = display(v);
            if (!exempt(text)) v = value::of_text(pseudonym(*key_, text), flags);
        }
    }

    report& r_;
    const hash_key* key_;
    std::vector<known_text> known_;
    std::set<std::string> seen_;
};

} // namespace

status new_redaction_key(hash_key& ret)
{
    hash_key key{};
    if (::getrandom(key.data(), key.size(), 0) != static_cast<ssize_t>(key.size()))
        return {errc::io, std::string("no random bytes: ") + std::strerror(errno)};
    ret = key;
    return {};
}

std::string pseudonym(const hash_key& key, std::string_view text)
{
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx",
                  static_cast<unsigned long long>(siphash(key, lower_case(text))));
    return "personal-" + std::string(digits, 12);
}

report withheld(const report& r, const hash_key* key)
{
    report out = r;
    withholder(out, key).run();
    return out;
}

} // namespace dsreg::report
