#include "fake.h"

namespace dsreg::testkit {
namespace {

dsreg_status journal_query(const dsreg_host* host, const dsreg_call* call,
                           const dsreg_journal_query* query, const dsreg_journal_entries** ret)
{
    run_context& run = context(host);
    check_call(run, call);
    if (query->struct_size != sizeof *query) run.violation("journal: struct_size");
    if (query->from != DSREG_JOURNAL_DEVICE_BROKER && query->from != DSREG_JOURNAL_USER_BROKER)
        run.violation("journal: of nobody");
    if (query->count > 1000) return DSREG_E_LIMIT;
    const journal_answer a = run.offered().journal(*query);
    if (a.status != DSREG_OK) return a.status;
    keeper& keep = run.keep();
    auto& list = keep.make<std::vector<const dsreg_journal_entry*>>();
    const std::size_t most = query->count == 0 ? 200 : query->count;
    for (const journal_entry& e : a.entries) {
        if (list.size() == most || e.time < query->since) break;
        auto& kept = keep.make<dsreg_journal_entry>();
        kept = {sizeof kept,
                e.priority,
                e.time,
                e.uid,
                e.pid,
                keep.text(e.unit),
                keep.text(e.identifier),
                keep.str(e.message)};
        list.push_back(&kept);
    }
    auto& reply = keep.make<dsreg_journal_entries>();
    reply = {sizeof reply, a.error,         static_cast<uint32_t>(list.size()), 0,
             list.data(),  keep.str(a.text)};
    *ret = &reply;
    return DSREG_OK;
}

} // namespace

const dsreg_svc_journal journal_table{sizeof journal_table, 0, journal_query};

} // namespace dsreg::testkit
