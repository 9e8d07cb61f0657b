#include "prt/attempts.h"

#include "common/names.h"

#include <algorithm>

namespace prt {
namespace {

bool same_user(const attempt& a, const attempt& b)
{
    if (a.own || b.own) return a.own == b.own;
    return common::lowered(a.user) == common::lowered(b.user) && a.uid == b.uid;
}

// A success of the same user, at that time or later. Of an unknown time nothing can be said.
bool succeeded_after(const std::vector<attempt>& all, const attempt& failed, int64_t last_success)
{
    if (failed.time == 0) return false;
    if (failed.own && last_success >= failed.time) return true;
    return std::any_of(all.begin(), all.end(), [&](const attempt& a) {
        return !a.failed && same_user(a, failed) && a.time >= failed.time;
    });
}

// Of the same attempt, the broker's own answer says more than its log.
bool goes_before(const attempt& a, const attempt& b)
{
    if (a.own != b.own) return a.own;
    if (a.time != b.time) return a.time > b.time;
    return std::string_view(a.source) == "broker" && std::string_view(b.source) != "broker";
}

} // namespace

attempt from_broker(kind what, const dsreg_broker_attempt& a)
{
    attempt r;
    r.what = what;
    r.time = a.time;
    r.code = a.code;
    r.http_status = a.http_status;
    r.has_http_error = a.has_http_error != 0;
    r.http_error = a.http_error;
    r.user = a.user;
    r.credential = a.credential;
    r.correlation = a.correlation;
    r.endpoint = a.endpoint;
    r.http_method = a.http_method;
    r.server_error = a.server_error;
    r.server_text = std::string(dsreg::view(a.server_text));
    r.source = "broker";
    return r;
}

uint32_t aadsts_of(const attempt& a)
{
    constexpr std::string_view mark = "AADSTS";
    const std::size_t at = a.server_text.find(mark);
    if (at == std::string::npos) return 0;
    uint32_t n = 0;
    std::size_t digits = 0;
    for (std::size_t i = at + mark.size(); i < a.server_text.size(); i++, digits++) {
        if (!common::is_digit(a.server_text[i]) || digits == 8) break;
        n = n * 10 + static_cast<uint32_t>(a.server_text[i] - '0');
    }
    return n;
}

common::refusal cause_of(const attempt& a)
{
    using common::refusal;
    if (!a.stored) return refusal::storage;
    if (const refusal r = common::refusal_of_aadsts(aadsts_of(a)); r != refusal::none) return r;
    if (a.has_http_error && a.http_error != 0) return refusal::unreachable;
    if (a.server_error == "interaction_required") return refusal::sign_in;
    return refusal::other;
}

void find_owners(std::vector<attempt>& all, const std::vector<std::string>& accounts, int64_t uid)
{
    for (attempt& a : all) {
        // The journal itself vouches for the writer of a line; the name in it anybody can write. So
        // the name may only narrow it down: one user may have several accounts.
        a.own = a.uid == UINT32_MAX || uid < 0 || a.uid == static_cast<uint64_t>(uid);
        if (a.own && !a.user.empty() && !accounts.empty())
            a.own = std::find(accounts.begin(), accounts.end(), common::lowered(a.user)) !=
                    accounts.end();
    }
}

const attempt* standing(const std::vector<attempt>& all, kind what, int64_t last_success)
{
    const attempt* found = nullptr;
    for (const attempt& a : all) {
        if (!a.failed || a.what != what || succeeded_after(all, a, last_success)) continue;
        if (found == nullptr || goes_before(a, *found)) found = &a;
    }
    return found;
}

} // namespace prt
