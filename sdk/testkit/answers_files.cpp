// dsreg.fs/1 and dsreg.journal/1.
#include "answers.h"
#include "services/fs_guard.h"
#include "services/rules.h"
#include "services/service.h"

#include <cerrno>

namespace dsreg::testkit {
namespace {

// dsreg's own service, below the folder.
reply ask_folder(const question& q)
{
    wire::world below;
    below.lab = true;
    below.device_root = q.where.device_root;
    below.home = q.where.home;
    wire::service_call call;
    call.service = q.asked.service;
    call.method = q.asked.method;
    call.probe_flags = q.decl.flags;
    call.deadline = INT64_MAX;
    call.paths = q.decl.paths;
    call.payload = q.asked.payload;
    wire::service_reply r = dsreg::services::make_fs(below)->handle(call);
    return {r.status, std::move(r.payload), false, {}};
}

wire::fs_reply file_reply(const fs_answer& a, const std::string& path, uint32_t most)
{
    wire::fs_reply out;
    out.error = a.error;
    if (a.error != DSREG_X_NONE) return out;
    if (dsreg::services::is_secret_place(path) || dsreg::services::is_inside_process(path) ||
        dsreg::services::holds_private_key(a.bytes)) {
        out.error = DSREG_X_ACCESS;
        out.native = EPERM;
        return out;
    }
    if (a.bytes.size() > most) {
        out.error = DSREG_X_TOO_LARGE;
        out.native = EFBIG;
        return out;
    }
    out.bytes = a.bytes;
    out.entries.push_back(
        {path.substr(path.rfind('/') + 1), a.bytes.size(), a.modified, 0100644, 0, 0});
    return out;
}

wire::fs_reply folder_reply(const fs_answer& a)
{
    wire::fs_reply out;
    out.error = a.error;
    for (const auto& [name, modified] : a.entries)
        out.entries.push_back({name, 0, modified, 0100755, 0, 0});
    std::sort(out.entries.begin(), out.entries.end(),
              [](const auto& x, const auto& y) { return x.name < y.name; });
    return out;
}

} // namespace

reply ask_fs(const question& q)
{
    wire::fs_request request;
    const bool list = q.asked.method == wire::fs_list;
    if ((!list && q.asked.method != wire::fs_read) || !wire::decode(q.asked.payload, request))
        return refused(DSREG_E_INVALID);
    std::string path;
    if (const int32_t bad =
            dsreg::services::check_file(request, list, q.decl.paths, q.where.home, path);
        bad != DSREG_OK)
        return refused(bad, request.path);
    if (!q.where.offered.fs && !q.where.device_root.empty()) return ask_folder(q);
    if (!q.where.offered.fs) return refused(DSREG_E_SERVICE, "the test has no files");
    bool late = false;
    const fs_answer a = timed(q, late, [&] { return q.where.offered.fs(request.path); });
    if (a.status != DSREG_OK) return refused(a.status);
    if (late) {
        wire::fs_reply out;
        out.error = DSREG_X_TIMEOUT;
        out.native = ETIMEDOUT;
        return answered(out, true);
    }
    const uint32_t most = request.max != 0 ? request.max : dsreg::services::fs_read_default;
    return answered(list ? folder_reply(a) : file_reply(a, path, most));
}

reply ask_journal(const question& q)
{
    wire::journal_query query;
    if (q.asked.method != wire::journal_query_call || !wire::decode(q.asked.payload, query))
        return refused(DSREG_E_INVALID);
    if (const int32_t bad = dsreg::services::check_journal(query); bad != DSREG_OK)
        return refused(bad, bad == DSREG_E_LIMIT ? "more than 1000 entries" : "of no broker");
    if (!q.where.offered.journal) return refused(DSREG_E_SERVICE, "the test has no journal");
    dsreg_journal_query asked{};
    asked.struct_size = sizeof asked;
    asked.from = query.from;
    asked.count = query.count;
    asked.since = query.since;
    bool late = false;
    const journal_answer a = timed(q, late, [&] { return q.where.offered.journal(asked); });
    if (a.status != DSREG_OK) return refused(a.status);
    wire::journal_entries out;
    out.error = late ? DSREG_X_TIMEOUT : a.error;
    out.text = late ? too_late : a.text;
    const std::size_t most =
        query.count != 0 ? query.count : dsreg::services::journal_count_default;
    for (const journal_entry& e : a.entries) {
        if (late || out.entries.size() == most || e.time < query.since) break;
        out.entries.push_back({e.priority, e.time, e.uid, e.pid, e.unit, e.identifier, e.message});
    }
    return answered(out, late);
}

} // namespace dsreg::testkit
