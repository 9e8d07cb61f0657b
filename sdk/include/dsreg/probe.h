/* SPDX-License-Identifier: MIT */
/* dsreg/probe.h - the binary contract between a dsreg host and a probe module.
 *
 * This header and svc/<name>.h are the whole contract. C11, no include but <stddef.h> and
 * <stdint.h>. 64-bit targets only (LP64, natural alignment).
 *
 * Rules that hold for every declaration below
 *   - Text is UTF-8. `const char *` ends in NUL and is never NULL unless said; dsreg_str does not.
 *   - Whoever allocated memory frees it. Arguments are borrowed for the call: the host copies what
 *     it keeps before it returns. What the host hands out stays valid until run() returns.
 *   - Nothing unwinds across this boundary: no exception, no longjmp.
 *   - Structs with `struct_size` only grow, at the end: the reader checks DSREG_HAS() first. Structs
 *     marked "frozen" never change and are the only ones that stand in arrays.
 *   - Enumerations cross as fixed-width integers; an unknown value is tolerated, never acted on.
 *   - Limits: a text 32 KiB, facts 4096 and findings 256 a run, evidence 32 pairs a finding; beyond
 *     them a call answers DSREG_E_LIMIT and records nothing.
 *   - Times are nanoseconds since 1970-01-01T00:00:00Z, durations are nanoseconds.
 *   - [probe-thread] = the thread that called run(). [any-thread] = any thread of the module,
 *     while run() has not returned.
 *
 * Where a module runs
 *   In a worker process with nothing but CPU, memory and this contract: no socket, no fork, no exec,
 *   no write to a file, no terminal, environment PATH, HOME=/nonexistent, LANG=C.UTF-8, TZ=UTC. It
 *   may start threads; they must be joined before run() returns. A worker may be killed and started
 *   again between two probes, and several may serve one module at once: keep no state between runs.
 */
#ifndef DSREG_PROBE_H
#define DSREG_PROBE_H

#include <stddef.h>
#include <stdint.h>

#define DSREG_ABI_MAJOR 1
#define DSREG_ABI_MINOR 0 /* newest minor that this header describes */

/* The minor you build for; dsreg_add_probe(ABI 1.0) sets it. Members added later do not exist, so
 * using one is a compile error, not a crash in an older host. */
#ifndef DSREG_TARGET_MINOR
#error "say which ABI minor you build for, e.g. -DDSREG_TARGET_MINOR=0 (dsreg_add_probe does it)"
#endif
#if DSREG_TARGET_MINOR > DSREG_ABI_MINOR
#error "DSREG_TARGET_MINOR is newer than this header"
#endif

#define DSREG_MAGIC 0x47525344u /* "DSRG" */

/* True if *p, written by the other side, is long enough to hold `member`. */
#define DSREG_HAS(p, member) \
    ((p)->struct_size >= offsetof(__typeof__(*(p)), member) + sizeof((p)->member))

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dsreg_str { /* frozen */
    const char *ptr;
    size_t      len;
} dsreg_str;

/* ---- What a probe concludes ------------------------------------------------------------------ */

/* 0 is no outcome, on purpose: forgotten or zeroed memory never reads as a pass. Anything but these
 * three, or none at all, is `error [internal]`. Errors (crashed, exited, timeout, violation, service,
 * internal, rejected) are the host's to assign; a probe cannot claim them. */
typedef int32_t dsreg_outcome;
#define DSREG_PASS 1
#define DSREG_FAIL 2
#define DSREG_SKIP 3

/* Why a probe skipped. Others (offline, disabled, unstable-module) are the host's. */
#define DSREG_SKIP_NOT_APPLICABLE 1u /* this machine has no such thing; never a worry */
#define DSREG_SKIP_NEEDS_ROOT 2u     /* rights are missing; counted in the summary */
#define DSREG_SKIP_MISSING_INPUT 3u  /* `about` names the fact; the host finds the root cause */

typedef struct dsreg_result {
    uint32_t      struct_size;
    dsreg_outcome outcome;
    uint32_t      reason;    /* SKIP: DSREG_SKIP_*; else 0 */
    uint32_t      outer;     /* FAIL: HRESULT, or 0; printed FAIL [0x801c0021/0x801c000c] */
    uint32_t      inner;     /* FAIL: the cause below it, or 0 */
    uint32_t      reserved0;
    const char   *about;     /* SKIP_MISSING_INPUT: fact key. FAIL: key of an input whose provider's
                              * failure explains this one, which then is no root cause; or NULL */
    dsreg_str     text;      /* SKIP: one sentence for people; else empty */
} dsreg_result;

/* ---- How a call ends ------------------------------------------------------------------------- */

/* Two layers, never mixed. The status says whether the HOST carried the call out; what the WORLD
 * answered (no route, 503, access denied) is in the reply, with status DSREG_OK.
 * A PASS after a call that ended in DSREG_E_SERVICE becomes `error [service]`, unless the call was
 * made with DSREG_CALL_OPTIONAL: the probe had nothing to judge. */
typedef int32_t dsreg_status;
#define DSREG_OK 0
#define DSREG_E_INVALID (-1)    /* a wrong argument: a bug in the module */
#define DSREG_E_UNDECLARED (-2) /* key, code, service, path or flag is not in the descriptor */
#define DSREG_E_LIMIT (-3)      /* a documented size or count is exceeded; nothing was recorded */
#define DSREG_E_CANCELLED (-4)  /* budget used up, or the user interrupts: return now */
#define DSREG_E_SERVICE (-5)    /* the service could not do its work */

#define DSREG_CALL_OPTIONAL 1u /* my verdict does not hang on this call */
#define DSREG_CALL_FRESH 2u    /* do not answer from this run's cache of equal requests */

typedef struct dsreg_call { /* how to make a service call; NULL means all zero */
    uint32_t struct_size;
    uint32_t flags;
    uint32_t timeout_ms; /* 0: what is left of the budget. Passed: status OK, error TIMEOUT */
    uint32_t reserved0;
} dsreg_call;

/* What went wrong in the world; the same words in every service. */
#define DSREG_X_NONE 0u
#define DSREG_X_DNS 1u
#define DSREG_X_CONNECT 2u
#define DSREG_X_TLS 3u
#define DSREG_X_TIMEOUT 4u
#define DSREG_X_PROXY 5u
#define DSREG_X_PROTOCOL 6u    /* the answer is not what its protocol allows */
#define DSREG_X_TOO_LARGE 7u
#define DSREG_X_NOT_FOUND 8u   /* no such file, name without owner, no such object */
#define DSREG_X_ACCESS 9u      /* the user that dsreg works for may not */
#define DSREG_X_DISCONNECTED 10u /* the peer went away inside the call */
#define DSREG_X_REFUSED 11u    /* the peer answered with an error of its own */

/* ---- Values, facts, findings ----------------------------------------------------------------- */

typedef uint32_t dsreg_type;
#define DSREG_T_UNKNOWN 0u  /* cannot be known; .u.s says why, in a few words */
#define DSREG_T_BOOL 1u     /* .u.i 0 or 1; text prints NO or YES */
#define DSREG_T_INT 2u      /* .u.i */
#define DSREG_T_REAL 3u     /* .u.d */
#define DSREG_T_STR 4u      /* .u.s */
#define DSREG_T_TIME 5u     /* .u.i; text prints 2019-01-31 09:16:50.000 UTC */
#define DSREG_T_DURATION 6u /* .u.i */
#define DSREG_T_NOT_APPLICABLE 7u /* cannot exist on this machine; .u.s says why. Any declared type
                                   * may be reported as UNKNOWN or NOT_APPLICABLE. */

#define DSREG_F_PERSONAL 1u /* UPN, object id, host name: a pseudonym in files and bundles */
#define DSREG_F_SECRET 2u   /* never leaves the host process in any form */
#define DSREG_F_MANY 4u     /* declaration: several instances (hosts, accounts, certificates) */
#define DSREG_F_HIDDEN 8u   /* declaration: for other probes and machine formats, no text row */

typedef struct dsreg_value { /* frozen */
    dsreg_type type;
    uint32_t   flags; /* DSREG_F_PERSONAL, DSREG_F_SECRET, added to those of the declaration */
    union {
        int64_t   i;
        double    d;
        dsreg_str s;
    } u;
} dsreg_value;

typedef struct dsreg_pair { /* frozen */
    const char *name; /* "url", "http-status", "file", "bus-name", ... */
    dsreg_value value;
} dsreg_pair;

/* A fact that a probe may report. One provider for each key: a module that declares a key which a
 * module loaded before it declares is rejected (duplicate-fact). Outside the bundled modules a key
 * begins with the module's id. */
typedef struct dsreg_fact_decl {
    uint32_t    struct_size;
    dsreg_type  type;
    uint32_t    flags;
    uint32_t    order;   /* place in its section; ties: module id, then place in `outputs` */
    const char *key;     /* [a-z0-9.-]+ */
    const char *section; /* title of the box, e.g. "Tenant Details"; new titles come after ours */
    const char *label;   /* no control character, no " : ", at most 40 columns; MANY: may be "" */
} dsreg_fact_decl;

typedef struct dsreg_fact {
    uint32_t    struct_size;
    uint32_t    reserved0;
    const char *key;
    const char *instance; /* MANY: which one, unique for its key; else NULL */
    const char *source;   /* "broker", "certificate", "network", ...; where the value was read */
    dsreg_value value;
} dsreg_fact;

#define DSREG_SEVERITY_INFO 1
#define DSREG_SEVERITY_WARNING 2 /* a PASS with a worry */
#define DSREG_SEVERITY_ERROR 3   /* a FAIL has at least one, a PASS none */

#define DSREG_RISK_SAFE 1u
#define DSREG_RISK_SIGN_IN 2u
#define DSREG_RISK_DESTRUCTIVE 3u

/* A finding that a probe may report, with its page of the catalog: `dsreg --explain CODE`. */
typedef struct dsreg_finding_decl {
    uint32_t    struct_size;
    int32_t     severity;
    const char *code;    /* "prt.expired"; stable, never reused; third parties: begins with module id */
    const char *title;   /* a few words */
    const char *meaning; /* what it means and what it breaks */
    const char *remedy;  /* what to do */
    const char *command; /* the command that does it, or NULL */
    const char *url;     /* more, or NULL */
    uint32_t    risk;    /* DSREG_RISK_* of the command */
    uint32_t    reserved0;
} dsreg_finding_decl;

typedef struct dsreg_finding {
    uint32_t          struct_size;
    uint32_t          evidence_count;
    const char       *code;
    const char       *instance; /* the fact instance it is about, or NULL */
    dsreg_str         message;  /* one sentence with the particulars */
    const dsreg_pair *evidence;
} dsreg_finding;

/* What is known about an input. Only PRESENT and UNKNOWN come with a fact. */
#define DSREG_IN_PRESENT 1u
#define DSREG_IN_UNKNOWN 2u     /* its provider says that it cannot be known, and why */
#define DSREG_IN_SILENT 3u      /* its provider concluded and did not report it (or: no more instances) */
#define DSREG_IN_SKIPPED 4u     /* its provider was skipped */
#define DSREG_IN_BROKEN 5u      /* its provider ended in an error: never read this as "absent" */
#define DSREG_IN_NO_PROVIDER 6u /* no loaded module provides it */

/* ---- The host as a probe sees it ------------------------------------------------------------- */

typedef struct dsreg_host dsreg_host;
struct dsreg_host {
    uint32_t    struct_size;
    uint16_t    abi_major;
    uint16_t    abi_minor;
    void       *ctx;
    const char *version; /* of the host, for logs */

    /* [probe-thread] A declared service, e.g. "dsreg.http/1" -> const dsreg_svc_http *.
     * NULL: not declared, or optional ("?") and not offered in this run. */
    const void *(*service)(const dsreg_host *self, const char *id);

    /* [probe-thread] Declared input `key`, instance number `index` (0 for single ones). Returns
     * DSREG_IN_*; *ret is set for PRESENT and UNKNOWN, else untouched. Required inputs are PRESENT
     * at index 0 whenever run() is called. Keys under `run.` come from the host itself. */
    uint32_t (*input)(const dsreg_host *self, const char *key, uint32_t index,
                      const dsreg_fact **ret);

    /* [probe-thread] Record a fact. The same key and instance twice: last wins. */
    dsreg_status (*fact)(const dsreg_host *self, const dsreg_fact *fact);
    /* [probe-thread] Record a finding. */
    dsreg_status (*finding)(const dsreg_host *self, const dsreg_finding *finding);
    /* [probe-thread] Say the outcome, once. It counts when run() has returned; run() returning
     * without it is `error [internal]`, and so is a second call. */
    dsreg_status (*conclude)(const dsreg_host *self, const dsreg_result *result);

    /* [probe-thread] A setting that the probe declares, from its part of the configuration.
     * DSREG_OK with *ret NULL: not set. */
    dsreg_status (*setting)(const dsreg_host *self, const char *name, const dsreg_value **ret);

    /* [any-thread] level: 3 error, 4 warning, 6 info, 7 debug (syslog). Shown with --verbose. */
    void (*log)(const dsreg_host *self, int32_t level, dsreg_str text);
    /* [any-thread] Wall clock; in the lab and in the testkit it is theirs. Use no other clock. */
    int64_t (*now)(const dsreg_host *self);
    /* [any-thread] What is left of the budget; <= 0: return now (deadline passed or cancelled).
     * Service calls look at it themselves; loops that compute should. */
    int64_t (*remaining)(const dsreg_host *self);
};

/* ---- Descriptors ------------------------------------------------------------------------------ */

#define DSREG_P_NETWORK 1u    /* talks to the network; left out by --offline; http and net demand it */
#define DSREG_P_ACTIVE 2u     /* may leave a trace (token refresh, sign-in log); left out by --passive */
#define DSREG_P_NEEDS_ROOT 4u /* skipped as needs-root without rights */
#define DSREG_P_QUIET 8u      /* its outcome row is printed only when it is not PASS */

typedef struct dsreg_probe {
    uint32_t                         struct_size;
    uint32_t                         flags;
    uint32_t                         timeout_ms; /* budget without waiting for others; 0: 10 s; most: 60 s */
    uint32_t                         order;      /* of the outcome row in its section */
    const char                      *id;         /* "prt.state"; third parties: begins with module id */
    const char                      *section;    /* box of the outcome row, as in dsreg_fact_decl */
    const char                      *title;      /* label of the outcome row: "DRS Discovery Test" */
    /* NULL-terminated lists; NULL is the empty list. A leading '?' marks an optional entry. */
    const char *const               *services;   /* required and not offered: error [service] */
    const char *const               *inputs;     /* required and not PRESENT: SKIPPED, missing-input */
    const char *const               *settings;
    const dsreg_fact_decl *const    *outputs;
    const dsreg_finding_decl *const *findings;
    /* [probe-thread] Called once in a run of dsreg. */
    void (*run)(const dsreg_host *host);
    /* What dsreg.fs/1 may read for this probe: absolute paths. One that ends in '/' covers what lies
     * below it; "~/" at the front is the target user's home. Anything else: DSREG_E_UNDECLARED. */
    const char *const               *paths;
} dsreg_probe;

typedef struct dsreg_module {
    uint32_t                  struct_size;
    uint32_t                  magic;
    uint16_t                  abi_major;
    uint16_t                  needs_minor; /* DSREG_TARGET_MINOR: oldest host minor it runs on */
    uint32_t                  probe_count; /* 1..256 */
    const dsreg_probe *const *probes;      /* pointers, so dsreg_probe may grow */
    const char               *id;          /* "org.example.vpn"; bundled ones: "dsreg.<name>" */
    const char               *version;     /* SemVer */
    const char               *vendor;      /* named when a probe breaks */
    const char               *support;     /* URL or address for that case, or NULL */
    const char               *license;     /* SPDX expression */
} dsreg_module;

/* The one symbol that a module exports. Its name carries the major: a host that speaks 2 looks for
 * ..._v2 and never misreads this one. It is data, so that the descriptors are read without calling
 * into the module. Define it without initialisation code (C: static initialiser; C++: constinit). */
#define DSREG_MODULE_SYMBOL "dsreg_probe_module_v1"
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
extern const dsreg_module dsreg_probe_module_v1;

/* Sizes as first released; the least that a reader accepts. Frozen for ever. */
#define DSREG_MODULE_SIZE_V1_0 64u
#define DSREG_PROBE_SIZE_V1_0 96u
#define DSREG_FACT_DECL_SIZE_V1_0 40u
#define DSREG_FINDING_DECL_SIZE_V1_0 64u
#define DSREG_FACT_SIZE_V1_0 56u
#define DSREG_FINDING_SIZE_V1_0 48u
#define DSREG_RESULT_SIZE_V1_0 48u
#define DSREG_HOST_SIZE_V1_0 96u
#define DSREG_CALL_SIZE_V1_0 16u

#ifdef __cplusplus
}
#define DSREG_ASSERT_ static_assert
#else
#define DSREG_ASSERT_ _Static_assert
#endif
DSREG_ASSERT_(sizeof(void *) == 8 && sizeof(size_t) == 8, "dsreg modules are 64-bit");
DSREG_ASSERT_(sizeof(dsreg_value) == 24 && sizeof(dsreg_pair) == 32, "frozen");
#if DSREG_TARGET_MINOR == 0
DSREG_ASSERT_(sizeof(dsreg_module) == DSREG_MODULE_SIZE_V1_0, "module");
DSREG_ASSERT_(sizeof(dsreg_probe) == DSREG_PROBE_SIZE_V1_0, "probe");
DSREG_ASSERT_(sizeof(dsreg_fact_decl) == DSREG_FACT_DECL_SIZE_V1_0, "fact_decl");
DSREG_ASSERT_(sizeof(dsreg_finding_decl) == DSREG_FINDING_DECL_SIZE_V1_0, "finding_decl");
DSREG_ASSERT_(sizeof(dsreg_fact) == DSREG_FACT_SIZE_V1_0, "fact");
DSREG_ASSERT_(sizeof(dsreg_finding) == DSREG_FINDING_SIZE_V1_0, "finding");
DSREG_ASSERT_(sizeof(dsreg_result) == DSREG_RESULT_SIZE_V1_0, "result");
DSREG_ASSERT_(sizeof(dsreg_host) == DSREG_HOST_SIZE_V1_0, "host");
DSREG_ASSERT_(sizeof(dsreg_call) == DSREG_CALL_SIZE_V1_0, "call");
#endif
#endif /* DSREG_PROBE_H */
