// prt.last-error: did the last attempt to get or to renew the primary refresh token fail?
#include "common/account.h"
#include "common/names.h"
#include "prt/attempts.h"
#include "prt/bodies.h"
#include "prt/facts.h"

#include <algorithm>

namespace prt {
namespace {

using common::refusal;

constexpr uint32_t logon_failure = 0xc000006du; // STATUS_LOGON_FAILURE
constexpr uint32_t entries_wanted = 500;

struct found {
    std::vector<attempt> all;
    int64_t last_success = 0; // of this user; 0: not known
    uint32_t prt = DSREG_KNOWN_NOT;
    bool published = false; // the broker would have told of a failed attempt
    bool mute = false;      // it gave no usable answer
    uint32_t journal_error = DSREG_X_NONE;
    const char* journal = nullptr; // why it was not read; nullptr: it was
};

std::string hex_text(uint32_t n, int least)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string s;
    for (; n != 0 || static_cast<int>(s.size()) < least; n >>= 4)
        s.insert(s.begin(), digits[n & 15]);
    return "0x" + s;
}

const char* journal_trouble(uint32_t error)
{
    switch (error) {
    case DSREG_X_NONE:
    case DSREG_X_TOO_LARGE: // the newest entries are there
        return nullptr;
    case DSREG_X_NOT_FOUND:
        return "there is none";
    case DSREG_X_ACCESS:
        return "may not be read";
    case DSREG_X_TIMEOUT:
        return "was not read in time";
    default:
        return "cannot be read";
    }
}

void ask_journal(dsreg::host host, found& ret)
{
    const auto* service = host.service<dsreg_svc_journal>(DSREG_SVC_JOURNAL);
    ret.journal = "cannot be read";
    ret.journal_error = DSREG_X_PROTOCOL; // until the service has said something better
    if (service == nullptr) return;
    const dsreg_call call{sizeof call, DSREG_CALL_OPTIONAL, 2500, 0};
    const dsreg_journal_query query{sizeof query, DSREG_JOURNAL_USER_BROKER, entries_wanted, 0, 0};
    const dsreg_journal_entries* list = nullptr;
    if (service->query(host.raw(), &call, &query, &list) != DSREG_OK) return;
    ret.journal = journal_trouble(list->error);
    ret.journal_error = list->error;
    for (uint32_t i = 0; i < list->count; i++)
        if (attempt a; read_line(*list->entries[i], a)) ret.all.push_back(std::move(a));
}

// False: the host could not ask.
bool ask_broker(dsreg::host host, found& ret)
{
    const auto* service = host.service<dsreg_svc_broker>(DSREG_SVC_BROKER);
    const common::signed_in who = common::chosen_account(host);
    const dsreg_account account = common::as_account(who);
    const dsreg_call call{sizeof call, 0, 4000, 0};
    const dsreg_broker_state* state = nullptr;
    if (service->state(host.raw(), &call, who.id.empty() ? nullptr : &account, &state) != DSREG_OK)
        return false;
    ret.mute = state->error->kind != DSREG_X_NONE;
    ret.prt = state->prt;
    ret.published = std::string_view(state->prt_source) == "broker" || state->acquire != nullptr ||
                    state->refresh != nullptr;
    ret.last_success = std::max(state->prt_cached, state->prt_refreshed);
    if (state->acquire != nullptr) ret.all.push_back(from_broker(kind::acquire, *state->acquire));
    if (state->refresh != nullptr) ret.all.push_back(from_broker(kind::refresh, *state->refresh));
    return true;
}

std::vector<std::string> account_names(dsreg::host host)
{
    std::vector<std::string> names;
    for (uint32_t i = 0; i < 256; i++) {
        const std::string_view name = common::input_text(host, "user.account", i);
        if (name.empty()) break;
        names.push_back(common::lowered(name));
    }
    return names;
}

// NTSTATUS as Windows prints it. One pair is documented (Microsoft Learn, "Troubleshoot Microsoft
// Entra hybrid joined devices"); for the others there is no row.
uint32_t status_of(const attempt& a)
{
    if (a.code != 0) return a.code;
    return aadsts_of(a) == 50126 && a.http_status == 400 ? logon_failure : 0;
}

void report_rows(dsreg::host host, const attempt_facts& rows, const attempt& a)
{
    const auto text = [&](const dsreg_fact_decl& row, const std::string& value) {
        if (!value.empty()) host.fact(row.key, dsreg::text(common::cut(value, 4096)), a.source);
    };
    text(rows.present, "PRESENT");
    if (a.time != 0) host.fact(rows.time.key, dsreg::number(a.time, DSREG_T_TIME), a.source);
    if (const uint32_t status = status_of(a); status != 0)
        host.fact(rows.status.key, dsreg::text(hex_text(status, 8)),
                  a.code != 0 ? a.source : "derived");
    text(rows.user, a.user);
    text(rows.credential, a.credential);
    text(rows.correlation, a.correlation);
    text(rows.endpoint, a.endpoint);
    text(rows.http_method, a.http_method);
    if (a.has_http_error) text(rows.http_error, hex_text(a.http_error, 1));
    if (a.http_status != 0) host.fact(rows.http_status.key, dsreg::number(a.http_status), a.source);
    text(rows.server_error, a.server_error);
    text(rows.server_text, a.server_text);
}

common::evidence evidence_of(const attempt& a, const found& f)
{
    common::evidence e;
    e.text("attempt", a.what == kind::acquire ? "acquire" : "refresh").text("source", a.source);
    if (a.time != 0) e.time("time", a.time);
    if (const uint32_t n = aadsts_of(a); n != 0) e.text("aadsts", "AADSTS" + std::to_string(n));
    if (a.http_status != 0) e.number("http-status", a.http_status);
    if (a.has_http_error) e.text("http-error", hex_text(a.http_error, 1));
    e.text("server-error", a.server_error).text("tag", a.tag).text("request-id", a.correlation);
    e.text("user", a.user, DSREG_F_PERSONAL).text("error", a.server_text, DSREG_F_PERSONAL);
    if (a.time == 0 || (a.own && f.last_success == 0 && f.prt != DSREG_KNOWN_NO))
        e.text("order", "unknown: a later success may not have been recorded");
    if (f.journal != nullptr) e.text("journal", f.journal);
    return e;
}

// The sentence of a failed attempt.
std::string sentence(const attempt& a, refusal why)
{
    return std::string(a.what == kind::acquire ? "the primary refresh token was not acquired: "
                                               : "the primary refresh token was not renewed: ") +
           common::words_of(why).sentence;
}

// Nothing that failed stands. Does that say that nothing failed? Of most brokers no line is public
// by which an attempt could be known, and what could not be asked or read says nothing.
dsreg::result nothing_stands(dsreg::host host, const found& f)
{
    if (f.mute)
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT, "the broker gives no usable answer",
                                   "broker.version");
    if (f.published) return dsreg::result::pass();
    const bool read = f.journal_error == DSREG_X_NONE || f.journal_error == DSREG_X_TOO_LARGE;
    const bool own =
        std::any_of(f.all.begin(), f.all.end(), [](const attempt& a) { return a.own; });
    // The newest entries come first: a success in them is the last word, also of a slow journal.
    if (own && (read || f.journal_error == DSREG_X_TIMEOUT)) return dsreg::result::pass();
    // Himmelblau's journal would tell nothing, whoever reads it.
    const bool would_tell = common::input_text(host, "broker.vendor") != "himmelblau";
    if (read || f.journal_error == DSREG_X_NOT_FOUND || !would_tell)
        return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE,
                                   "nothing that could be read tells of an attempt");
    if (f.journal_error == DSREG_X_ACCESS)
        return dsreg::result::skip(
            DSREG_SKIP_NEEDS_ROOT,
            "the broker does not publish its attempts, and this user may not "
            "read its journal");
    const bool slow = f.journal_error == DSREG_X_TIMEOUT;
    return dsreg::result::skip(
        DSREG_SKIP_MISSING_INPUT,
        slow ? "the broker does not publish its attempts, and its journal was not read in time"
             : "the broker does not publish its attempts, and its journal cannot be read",
        "broker.vendor");
}

} // namespace

dsreg::result last_error(dsreg::host host)
{
    found f;
    // A broker that does not answer a simple question is one failure; its journal still speaks.
    f.mute = common::input_state(host, "broker.version") == DSREG_IN_SILENT;
    if (!f.mute && !ask_broker(host, f)) return dsreg::result::none();
    ask_journal(host, f);
    find_owners(f.all, account_names(host), common::input_number(host, "run.user.uid", -1));

    const attempt* const acquire = standing(f.all, kind::acquire, f.last_success);
    const attempt* const refresh = standing(f.all, kind::refresh, f.last_success);
    const attempt* worst = nullptr; // the newest of this user's own
    refusal told = refusal::none;
    for (const attempt* a : {acquire, refresh}) {
        if (a == nullptr) continue;
        report_rows(host, a == acquire ? f_acquire : f_refresh, *a);
        if (!a->own) {
            evidence_of(*a, f).report(host, "prt.other-user",
                                      "the failed attempt that is shown is another user's",
                                      nullptr);
            continue;
        }
        const refusal why = cause_of(*a);
        // Both for one reason are one failure.
        if (why != told)
            evidence_of(*a, f).report(host, common::words_of(why).code, sentence(*a, why));
        told = why;
        if (worst == nullptr || a->time > worst->time) worst = a;
    }
    if (worst == nullptr) return nothing_stands(host, f);
    host.fact("prt.trouble", dsreg::text(common::words_of(cause_of(*worst)).word), "derived");
    const uint32_t status = status_of(*worst);
    return status != 0 ? dsreg::result::fail(status, worst->http_error)
                       : dsreg::result::fail(worst->http_error);
}

} // namespace prt
