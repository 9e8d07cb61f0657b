/* Reports a line of the journal as it stands. */
#include <dsreg/svc/journal.h>
static const char* const services[] = {DSREG_SVC_JOURNAL, NULL};
#define PROBE_SERVICES services
#define FACT_TYPE DSREG_T_STR
#include "checked.h"

static void body(const dsreg_host* host)
{
    const dsreg_svc_journal* journal = host->service(host, DSREG_SVC_JOURNAL);
    const dsreg_call call = {sizeof call, 0, 1000, 0};
    const dsreg_journal_query query = {sizeof query, DSREG_JOURNAL_USER_BROKER, 1, 0, 0};
    const dsreg_journal_entries* list = NULL;
    if (journal->query(host, &call, &query, &list) != DSREG_OK) return;
    if (list->count > 0) report_text(host, list->entries[0]->message);
    judge(host, list->error);
}
