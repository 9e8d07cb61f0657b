// join.previous: what the device service's log tells of the last attempt to register.
#include "common/evidence.h"
#include "common/input.h"
#include "common/registration.h"
#include "common/time_text.h"
#include "join-history/bodies.h"
#include "join-history/findings.h"
#include "join-history/history.h"
#include "join-history/phases.h"

#include <algorithm>
#include <cstdio>
#include <dsreg/svc/device.h>
#include <dsreg/svc/journal.h>

namespace joining {
namespace {

constexpr uint32_t directory_error = 0x801c03f2u; // DSREG_E_DIRECTORY_FAILURE
constexpr const char* source = "journal";

std::string hex(uint32_t code)
{
    char text[16];
    std::snprintf(text, sizeof text, "0x%08x", code);
    return text;
}

// Is this device registered, and since before the attempt?
enum class standing { not_registered, registered_before, registered_after, registered, unknown };

// A certificate of the registration service begins half an hour before it was made, for clocks that
// are slow: the sample of Microsoft's dsregcmd document shows it (21:02:50 to 21:32:50).
constexpr int64_t predated = 1'800'000'000'000;

// Every place was looked at, and there is nothing in any.
bool is_clean(const dsreg_device_list& list)
{
    if (list.error != DSREG_X_NONE && list.error != DSREG_X_NOT_FOUND) return false;
    for (uint32_t i = 0; i < list.file_count; i++)
        if (list.files[i]->kind == DSREG_FILE_CERTIFICATE) return false;
    return list.count == 0;
}

// A broker that keeps its registration in a place of its own, or one that nobody named.
bool is_out_of_sight(dsreg::host host)
{
    const uint32_t state = common::input_state(host, "broker.vendor");
    if (state != DSREG_IN_PRESENT && state != DSREG_IN_SILENT) return true;
    const std::string_view vendor = common::input_text(host, "broker.vendor");
    return vendor == "himmelblau" || vendor == "proxy";
}

standing stand(dsreg::host host, int64_t attempt_time)
{
    const auto* device = host.service<dsreg_svc_device>(DSREG_SVC_DEVICE);
    const dsreg_call call{sizeof call, DSREG_CALL_OPTIONAL, 2000, 0};
    const dsreg_device_list* list = nullptr;
    if (device == nullptr || device->list(host.raw(), &call, &list) != DSREG_OK)
        return standing::unknown;
    bool before = false, himmelblau = false;
    for (uint32_t i = 0; i < list->count; i++) {
        const dsreg_device_certificate* c = list->records[i]->certificate;
        himmelblau = himmelblau || (c == nullptr && common::is_kept_away(*list->records[i]));
        if (c == nullptr) continue;
        if (c->not_before > attempt_time - predated) return standing::registered_after;
        before = true;
    }
    if (before) return standing::registered_before;
    if (himmelblau) return standing::registered; // its own record
    return is_clean(*list) && !is_out_of_sight(host) ? standing::not_registered : standing::unknown;
}

void put(dsreg::host host, const char* key, const std::string& value)
{
    if (!value.empty()) host.fact(key, dsreg::text(value), source);
}

void report_rows(dsreg::host host, const attempt& a)
{
    host.fact("join.time", dsreg::number(a.time, DSREG_T_TIME), source);
    put(host, "join.type", a.type);
    put(host, "join.phase", a.phase);
    if (a.coded) put(host, "join.client-code", hex(a.client_code));
    put(host, "join.server-code", a.server_code);
    put(host, "join.server-message", a.server_message);
    if (a.https_status != 0) host.fact("join.https-status", dsreg::number(a.https_status), source);
    put(host, "join.request-id", a.request_id);
}

// "AADSTS50076" of a server's message.
std::string aadsts_of(std::string_view message)
{
    const std::size_t at = message.find("AADSTS");
    if (at == message.npos) return {};
    std::size_t end = at + 6;
    while (end < message.size() && end - at < 14 && message[end] >= '0' && message[end] <= '9')
        end++;
    return end == at + 6 ? std::string() : std::string(message.substr(at, end - at));
}

common::evidence evidence_of(const attempt& a)
{
    common::evidence e;
    e.text("time", common::time_text(a.time)).text("phase", a.phase).text("type", a.type);
    if (a.coded) e.text("client-code", hex(a.client_code));
    e.text("server-code", a.server_code).text("aadsts", aadsts_of(a.server_message));
    e.text("server-message", a.server_message, DSREG_F_PERSONAL);
    if (a.https_status != 0) e.number("https-status", a.https_status);
    e.text("tag", a.tag).text("status", a.status).text("request-id", a.request_id);
    return e;
}

std::string sentence(const attempt& a)
{
    std::string s = "the last attempt to register this device failed";
    if (!a.phase.empty()) s += " in the phase " + a.phase;
    if (a.coded) s += " with " + hex(a.client_code);
    return s;
}

dsreg::result judge(dsreg::host host, attempt a)
{
    if (a.phase.empty() && a.coded) a.phase = phase_of_code(a.client_code);
    const standing now = stand(host, a.time);
    // A registration that is there had its success. Whether it came later cannot be told without
    // its certificate; what may be long settled is not held against a registered device.
    if (now == standing::registered_after || now == standing::registered)
        return dsreg::result::pass();
    report_rows(host, a);
    const common::evidence e = evidence_of(a);
    if (now == standing::registered_before) {
        e.report(host, failed_since.code, sentence(a) + ", after it had been registered");
        return dsreg::result::pass();
    }
    if (now == standing::unknown) {
        e.report(host, unclear.code,
                 sentence(a) + "; whether it was registered since cannot be told");
        return dsreg::result::pass();
    }
    if (a.coded && a.client_code == directory_error && a.type == "sync") {
        e.report(host, pending.code,
                 "the last sync join found no object of this computer in the directory");
        return dsreg::result::pass();
    }
    host.fact("join.failed", dsreg::boolean(true), source);
    e.report(host, failed.code, sentence(a));
    return dsreg::result::fail(a.coded ? a.client_code : 0);
}

// The journal told of no attempt; why, and what follows.
dsreg::result without_attempt(dsreg::host host, const dsreg_journal_entries& log)
{
    const auto unknown = [&](std::string_view why) {
        host.fact("join.time", dsreg::unknown(why), source);
    };
    const std::string_view words = dsreg::view(log.text);
    common::evidence e;
    e.text("error", words, DSREG_F_PERSONAL); // a journal's path holds the machine's id
    switch (log.error) {
    case DSREG_X_NONE:
    case DSREG_X_TOO_LARGE: // the newest lines were read
        return dsreg::result::pass();
    case DSREG_X_NOT_FOUND:
        host.fact("join.time", dsreg::not_applicable("this machine keeps no journal"), source);
        return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE, "this machine keeps no journal");
    case DSREG_X_ACCESS:
        unknown("the journal may not be read");
        return dsreg::result::skip(DSREG_SKIP_NEEDS_ROOT,
                                   "the system's journal may not be read; root, or a member of the "
                                   "group systemd-journal, would see more");
    case DSREG_X_TIMEOUT:
        unknown("the journal is not read in time");
        e.report(host, slow.code, "the device service's log could not be read in time");
        return dsreg::result::fail();
    default:
        unknown("the journal is damaged");
        e.report(host, damaged.code, "the journal with the device service's log is damaged");
        return dsreg::result::fail();
    }
}

} // namespace

dsreg::result previous(dsreg::host host)
{
    host.fact("join.fallback",
              dsreg::not_applicable("Linux has neither sync-join nor the setting for it"),
              "derived");
    const auto* journal = host.service<dsreg_svc_journal>(DSREG_SVC_JOURNAL);
    const dsreg_call call{sizeof call, 0, 4000, 0};
    const dsreg_journal_query query{sizeof query, DSREG_JOURNAL_DEVICE_BROKER, 1000, 0, 0};
    const dsreg_journal_entries* log = nullptr;
    if (journal->query(host.raw(), &call, &query, &log) != DSREG_OK) return dsreg::result::none();

    std::vector<logged> lines;
    for (uint32_t i = 0; i < log->count; i++) {
        const dsreg_journal_entry& e = *log->entries[i];
        lines.push_back({e.time, e.pid, dsreg::view(e.message)});
    }
    attempt last;
    if (!last_attempt(lines, last)) return without_attempt(host, *log);
    return last.succeeded ? dsreg::result::pass() : judge(host, std::move(last));
}

} // namespace joining
