#include "report/words.h"

#include "base/text.h"
#include "report/layout.h"

#include <dsreg/probe.h>

#include <algorithm>

namespace dsreg::report {
namespace {

struct flag_word {
    uint32_t flag;
    std::string_view word;
};

template <std::size_t N>
std::vector<std::string_view> flag_words(const flag_word (&table)[N], uint32_t flags)
{
    std::vector<std::string_view> out;
    for (const flag_word& entry : table)
        if ((flags & entry.flag) != 0) out.push_back(entry.word);
    return out;
}

} // namespace

std::string_view outcome_word(outcome result)
{
    switch (result) {
    case outcome::pass:
        return "pass";
    case outcome::fail:
        return "fail";
    case outcome::skip:
        return "skip";
    case outcome::error:
        break;
    }
    return "error";
}

std::string_view severity_word(int32_t severity)
{
    if (severity == DSREG_SEVERITY_INFO) return "info";
    return severity == DSREG_SEVERITY_WARNING ? "warning" : "error";
}

std::string_view risk_word(uint32_t risk)
{
    switch (risk) {
    case DSREG_RISK_SAFE:
        return "safe";
    case DSREG_RISK_SIGN_IN:
        return "sign-in";
    case DSREG_RISK_DESTRUCTIVE:
        return "destructive";
    }
    return "";
}

std::string_view type_word(value_type type)
{
    switch (type) {
    case value_type::boolean:
        return "boolean";
    case value_type::integer:
        return "integer";
    case value_type::real:
        return "real";
    case value_type::text:
        return "text";
    case value_type::time:
        return "time";
    case value_type::duration:
        return "duration";
    case value_type::not_applicable:
        return "not-applicable";
    case value_type::unknown:
        break;
    }
    return "unknown";
}

std::vector<std::string_view> probe_flag_words(uint32_t flags)
{
    static constexpr flag_word table[] = {{DSREG_P_NETWORK, "network"},
                                          {DSREG_P_ACTIVE, "active"},
                                          {DSREG_P_NEEDS_ROOT, "needs-root"},
                                          {DSREG_P_QUIET, "quiet"}};
    return flag_words(table, flags);
}

std::vector<std::string_view> fact_flag_words(uint32_t flags)
{
    static constexpr flag_word table[] = {{DSREG_F_PERSONAL, "personal"},
                                          {DSREG_F_SECRET, "secret"},
                                          {DSREG_F_MANY, "many"},
                                          {DSREG_F_HIDDEN, "hidden"}};
    return flag_words(table, flags);
}

std::string outcome_text(const probe_row& row)
{
    const row_words* own = words_of_row(row.section, row.title);
    switch (row.result) {
    case outcome::pass:
        return std::string(own != nullptr ? own->pass : "PASS");
    case outcome::fail:
        if (own != nullptr) return std::string(own->fail);
        if (row.outer == 0 && row.inner == 0) return "FAIL";
        if (row.inner == 0) return "FAIL [" + hex32(row.outer) + "]";
        return "FAIL [" + hex32(row.outer) + "/" + hex32(row.inner) + "]";
    case outcome::skip:
        return "SKIPPED";
    case outcome::error:
        break;
    }
    return "ERROR [" + row.reason + "]";
}

std::string with_text(std::string head, const std::string& text)
{
    if (!text.empty()) head += ": " + text;
    return head;
}

std::string reason_text(const probe_row& row)
{
    std::string head = (row.result == outcome::skip ? "skipped, " : "error, ") + row.reason;
    if (row.required) head += ", required";
    std::string why = row.text;
    if (why.empty() && !row.about.empty()) why = "needs " + row.about;
    if (!row.root_cause.empty() && why.find(row.root_cause) == std::string::npos)
        why += (why.empty() ? "root cause " : "; root cause ") + row.root_cause;
    return with_text(std::move(head), why);
}

std::string refusals_text(const probe_row& row)
{
    std::string out;
    uint32_t named = 0;
    std::vector<std::string_view> told;
    for (const refusal& first : row.refusals) {
        if (std::find(told.begin(), told.end(), first.why) != told.end()) continue;
        told.push_back(first.why);
        std::vector<std::string> items;
        for (const refusal& item : row.refusals) {
            if (item.why != first.why) continue;
            items.push_back(item.what + " " + item.name);
            if (item.count > 1) items.back() += " (" + std::to_string(item.count) + " times)";
            named += item.count;
        }
        const std::size_t from = first.why.rfind("it is ", 0) == 0 ? 6 : 0;
        out += (out.empty() ? "" : "; ") + first.why.substr(from) + ": " + joined(items);
    }
    if (row.refused > named)
        out += (out.empty() ? "" : "; and ") + std::to_string(row.refused - named) +
               (out.empty() ? " without a name" : " more");
    return out;
}

std::string joined(const std::vector<std::string>& items)
{
    std::string out;
    for (const std::string& item : items) {
        if (!out.empty()) out += ", ";
        out += item;
    }
    return out;
}

} // namespace dsreg::report
