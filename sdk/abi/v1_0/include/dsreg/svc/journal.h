/* SPDX-License-Identifier: MIT */
/* dsreg.journal/1 - what the identity broker's units wrote into the system's journal. Only their
 * entries: other units' words are nobody's business. What could be a token is taken out.
 *
 * Read with the rights of whoever runs dsreg. "Nothing was logged" and "the journal cannot be read"
 * are different answers: the first is an empty list with error NONE. */
#ifndef DSREG_SVC_JOURNAL_H
#define DSREG_SVC_JOURNAL_H
#include "../probe.h"
#ifdef __cplusplus
extern "C" {
#endif
#define DSREG_SVC_JOURNAL "dsreg.journal/1"
/* Sizes as first released; the least that a reader accepts. Frozen for ever. */
#define DSREG_SVC_JOURNAL_SIZE_V1_0 16u
#define DSREG_JOURNAL_QUERY_SIZE_V1_0 24u
#define DSREG_JOURNAL_ENTRY_SIZE_V1_0 56u
#define DSREG_JOURNAL_ENTRIES_SIZE_V1_0 40u

#define DSREG_JOURNAL_DEVICE_BROKER 1u /* the device service: registration */
#define DSREG_JOURNAL_USER_BROKER 2u   /* the session broker: accounts, tokens */

/* Which entries are wanted. */
typedef struct dsreg_journal_query {
    uint32_t struct_size;
    uint32_t from;  /* DSREG_JOURNAL_* */
    uint32_t count; /* newest entries wanted; 0: 200; most 1000 */
    uint32_t reserved0;
    int64_t  since; /* time; 0: all there is */
} dsreg_journal_query;

/* One entry. */
typedef struct dsreg_journal_entry {
    uint32_t    struct_size;
    int32_t     priority;   /* syslog; -1: not given */
    int64_t     time;       /* when it was written */
    uint32_t    uid;        /* of the writer; UINT32_MAX: not given */
    int32_t     pid;        /* 0: not given */
    const char *unit;       /* "": none */
    const char *identifier; /* syslog identifier; "": none */
    dsreg_str   message;    /* at most 8 KiB, UTF-8, may hold newlines */
} dsreg_journal_entry;

/* What was found. */
typedef struct dsreg_journal_entries {
    uint32_t                          struct_size;
    uint32_t                          error;   /* DSREG_X_*: NOT_FOUND no journal on this
                                                * machine, ACCESS it may not be read, PROTOCOL
                                                * it is damaged, TOO_LARGE, TIMEOUT: more than
                                                * could be read */
    uint32_t                          count;   /* of `entries` */
    uint32_t                          reserved0;
    const dsreg_journal_entry *const *entries; /* newest first */
    dsreg_str                         text;    /* about `error`, one sentence */
} dsreg_journal_entries;

/* The table of dsreg.journal/1. */
typedef struct dsreg_svc_journal {
    uint32_t struct_size;
    uint32_t reserved0;
    /* [probe-thread] Blocks; cached in a run. */
    dsreg_status (*query)(const dsreg_host *host, const dsreg_call *call,
                          const dsreg_journal_query *query, const dsreg_journal_entries **ret);
} dsreg_svc_journal;
#ifdef __cplusplus
}
#endif
#if DSREG_TARGET_MINOR == 0
DSREG_ASSERT_(sizeof(dsreg_svc_journal) == DSREG_SVC_JOURNAL_SIZE_V1_0, "svc_journal");
DSREG_ASSERT_(sizeof(dsreg_journal_query) == DSREG_JOURNAL_QUERY_SIZE_V1_0, "journal_query");
DSREG_ASSERT_(sizeof(dsreg_journal_entry) == DSREG_JOURNAL_ENTRY_SIZE_V1_0, "journal_entry");
DSREG_ASSERT_(sizeof(dsreg_journal_entries) == DSREG_JOURNAL_ENTRIES_SIZE_V1_0, "journal_entries");
#endif
#endif
