#include "wire/journal.h"
#include "worker/calls.h"

namespace dsreg::worker {
namespace {

dsreg_status journal_query(const dsreg_host* host, const dsreg_call* call,
                           const dsreg_journal_query* query,
                           const dsreg_journal_entries** ret) noexcept
{
    return service_call(host, {DSREG_SVC_JOURNAL, call}, ret, [&](run_context& c) -> dsreg_status {
        if (query == nullptr || query->struct_size < DSREG_JOURNAL_QUERY_SIZE_V1_0)
            return DSREG_E_INVALID;
        const wire::journal_query request{query->from, query->count, query->since};
        wire::journal_entries reply;
        const dsreg_status s =
            exchange(c, DSREG_SVC_JOURNAL, wire::journal_query_call, call, request, reply);
        if (s != DSREG_OK) return s;
        const wire::journal_entries& kept = c.memory().keep(std::move(reply));
        auto** entries = c.memory().array<const dsreg_journal_entry*>(kept.entries.size());
        for (std::size_t i = 0; i < kept.entries.size(); i++) {
            const wire::journal_entry& e = kept.entries[i];
            entries[i] = &c.memory().keep(
                dsreg_journal_entry{sizeof(dsreg_journal_entry), e.priority, e.time, e.uid, e.pid,
                                    e.unit.c_str(), e.identifier.c_str(), give(e.message)});
        }
        *ret = &c.memory().keep(dsreg_journal_entries{sizeof(dsreg_journal_entries), kept.error,
                                                      static_cast<uint32_t>(kept.entries.size()), 0,
                                                      entries, give(kept.text)});
        return DSREG_OK;
    });
}

constexpr dsreg_svc_journal table{sizeof table, 0, journal_query};

} // namespace

const dsreg_svc_journal& journal_table() noexcept
{
    return table;
}

} // namespace dsreg::worker
