/* SPDX-License-Identifier: MIT */
/* dsreg/probe.h - the binary contract between a dsreg host and a probe module.
 *
 * This header and svc/<name>.h are the whole contract. C11, no include but <stddef.h> and
 * <stdint.h>. 64-bit targets only (LP64, natural alignment).
 *
 * Rules that hold for every declaration below
 *   - Text is UTF-8. `const char *` ends in NUL and is never NULL unless said; dsreg_str does not
 *     end in NUL. A dsreg_str that is said to be bytes may hold any.
 *   - Whoever allocated memory frees it. Arguments are borrowed for the call: the host copies what
 *     it keeps before it returns. What the host hands out stays valid until run() returns.
 *   - Output arguments (`ret`) are set when a call ends in DSREG_OK, and else untouched.
 *   - Nothing unwinds across this boundary: no exception, no longjmp.
 *   - Times are nanoseconds since 1970-01-01T00:00:00Z, durations are nanoseconds.
 *   - [probe-thread] = the thread that called run(). [any-thread] = any thread of the module,
 *     while run() has not returned. A service call is for the probe's thread and blocks. Called from
 *     another thread, what is for the probe's answers DSREG_E_INVALID, service() NULL and input()
 *     DSREG_IN_NO_PROVIDER.
 *   - Limits of a run: a text 32 KiB, `instance` 512 bytes, `source` 256, `about` and the name of a
 *     pair 96; 4096 facts, 256 findings with 32 pairs each, 2048 service calls with 1 MiB each,
 *     64 KiB of log, 7 MiB in all. Beyond them a call answers DSREG_E_LIMIT and records nothing;
 *     log() cuts a text, and drops what is too much. Who goes on regardless, or is of a module that
 *     sent 64 MiB in one run of dsreg, ends as `error [violation]`.
 *   - Limits of a descriptor: ids, keys, codes and names are made of a-z, 0-9, '.' and '-', neither
 *     begin nor end with '.', and have at most 96 bytes (a module's id 64). A probe's title and a
 *     fact's label have at most 40 columns, sections 60, a module's texts 256 bytes, other texts 4 KiB,
 *     lists 1024 entries, all together 4 MiB.
 *
 * How it grows within 1.x
 *   - A struct with `struct_size` gets new members at its end and loses none. Its writer sets
 *     struct_size to its sizeof; the reader takes the part that both know. What was there in 1.0
 *     is there always; before a later member is read, DSREG_HAS() is asked.
 *   - What lies beyond the struct that a host knows, it does not see. A module that cannot do
 *     without a later member says so with needs_minor.
 *   - Frozen structs never change. They are the only ones that stand in arrays or in other structs.
 *   - `reserved0` only fills a hole: write 0, never read it. It will not come to mean anything.
 *   - Numbers keep their meaning, and new ones may come: tolerate an unknown one, do not act on it.
 *     An unknown negative dsreg_status is a failure of the service, an unknown DSREG_X_* a failure
 *     in the world, an unknown DSREG_IN_* is not present.
 *   - New services have new ids. A service that has to change what it promises comes as a revision
 *     beside the old one ("dsreg.http/2"); its tables and replies grow as above.
 *
 * Where a module runs
 *   In a worker process, with CPU, memory, threads and this contract, and nothing else. An
 *   allow-list of system calls and, where the kernel has it, Landlock see to that: of all files
 *   /usr, the folders of libraries and the module itself may be read and none written; there is no
 *   socket, no other process, no terminal; the user is nobody when dsreg runs as root. What is
 *   forbidden fails with EPERM, with EACCES (a file, by Landlock) or with ENOSYS (a call that has an
 *   older form), or it ends the probe as `error [violation]`, which names the call. The report says
 *   how much of this a machine offered.
 *   Address space 512 MiB, a stack 8 MiB, 64 descriptors, memfds 1 MiB, no locked memory, no core;
 *   threads: 1024 for all workers together, if the user may have as many. Environment
 *   PATH=/usr/bin:/bin, HOME=/nonexistent, LANG=C.UTF-8, TZ=UTC.
 *   What is printed goes to the log; more than 64 KiB of it is a violation, too.
 *   Threads must be joined before run() returns. A worker may be killed and started again between
 *   two probes, and several may serve one module at once: keep no state between runs.
 */
#ifndef DSREG_PROBE_H
#define DSREG_PROBE_H

#include <stddef.h>
#include <stdint.h>

#define DSREG_ABI_MAJOR 1 /* of the contract that this header describes */
#define DSREG_ABI_MINOR 0 /* newest minor that this header describes */

/* The minor you build for; dsreg_add_probe(ABI 1.0) sets it. Members added later do not exist, so
 * using one is a compile error, not a crash in an older host. */
#ifndef DSREG_TARGET_MINOR
#error "say which ABI minor you build for, e.g. -DDSREG_TARGET_MINOR=0 (dsreg_add_probe does it)"
#endif
#if DSREG_TARGET_MINOR > DSREG_ABI_MINOR
#error "DSREG_TARGET_MINOR is newer than this header"
#endif

/* What dsreg_module.needs_minor says: the oldest host minor that the module runs on. Define it lower
 * than DSREG_TARGET_MINOR if every use of what came since is behind DSREG_HAS(). */
#ifndef DSREG_NEEDS_MINOR
#define DSREG_NEEDS_MINOR DSREG_TARGET_MINOR
#endif

#define DSREG_MAGIC 0x47525344u /* dsreg_module.magic: "DSRG" in memory */

/* True if *p, written by the other side, is long enough to hold `member`. */
#define DSREG_HAS(p, member) \
    ((p)->struct_size >= offsetof(__typeof__(*(p)), member) + sizeof((p)->member))

#ifdef __cplusplus
extern "C" {
#endif

/* A text, or bytes where that is said. Frozen. */
typedef struct dsreg_str {
    const char *ptr; /* may be NULL when `len` is 0 */
    size_t      len; /* bytes; no NUL is counted, and none need follow */
} dsreg_str;

/* ---- What a probe concludes ------------------------------------------------------------------ */

/* What a probe says about what it looked at. 0 is no outcome, on purpose: forgotten or zeroed memory
 * never reads as a pass. Anything but these three, or none at all, is `error [internal]`. Errors
 * (crashed, exited, timeout, violation, service, internal, rejected) are the host's to assign; a
 * probe cannot claim them. */
typedef int32_t dsreg_outcome;
#define DSREG_PASS 1 /* it is as it should be; no error finding may stand beside it */
#define DSREG_FAIL 2 /* it is not, and at least one error finding says what */
#define DSREG_SKIP 3 /* it could not, or need not, be judged: DSREG_SKIP_*; no error finding */

/* Why a probe skipped; these three are for probes. Others (offline, disabled, unstable-module) are
 * the host's. */
#define DSREG_SKIP_NOT_APPLICABLE 1u /* this machine has no such thing; never a worry */
#define DSREG_SKIP_NEEDS_ROOT 2u     /* rights are missing; counted in the summary */
#define DSREG_SKIP_MISSING_INPUT 3u  /* `about` names the fact; the host finds the root cause */

/* How a run ends, for dsreg_host.conclude. */
typedef struct dsreg_result {
    uint32_t      struct_size;
    dsreg_outcome outcome;   /* DSREG_PASS, DSREG_FAIL or DSREG_SKIP */
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
 *
 * A PASS or a SKIP after a service call that did not end in DSREG_OK is an error, unless the call
 * was made with DSREG_CALL_OPTIONAL: the probe had nothing to judge. Return without an outcome then.
 * That holds even if it was asked again with success: who wants to try twice makes the first call
 * an optional one. The error is `service` for DSREG_E_SERVICE, `timeout` for DSREG_E_CANCELLED, else
 * `internal`, for it is a bug in the module; of several the first decides. As bad as such a call are
 * a finding that could not be taken (DSREG_E_LIMIT, DSREG_E_INVALID), service(), input() or
 * setting() for what the descriptor does not name, and any call marked [probe-thread] from another
 * thread. A FAIL stands. */
typedef int32_t dsreg_status;
#define DSREG_OK 0              /* carried out; `ret` is set */
#define DSREG_E_INVALID (-1)    /* a wrong argument or the wrong thread: a bug in the module */
#define DSREG_E_UNDECLARED (-2) /* key, code, service, setting, path or flag is not in the
                                 * descriptor */
#define DSREG_E_LIMIT (-3)      /* a documented size or count is exceeded, or memory is out; nothing
                                 * was recorded */
#define DSREG_E_CANCELLED (-4)  /* budget used up, or the user interrupts: return now */
#define DSREG_E_SERVICE (-5)    /* the service could not do its work */

#define DSREG_CALL_OPTIONAL 1u /* my verdict does not hang on this call */
#define DSREG_CALL_FRESH 2u    /* do not answer from this run's cache of equal requests */

/* How to make a service call; NULL means all zero. */
typedef struct dsreg_call {
    uint32_t struct_size;
    uint32_t flags;      /* DSREG_CALL_* */
    uint32_t timeout_ms; /* 0, or more than that: what is left of the budget, less a little to
                          * conclude in. Passed: status OK, error TIMEOUT; or DSREG_E_SERVICE, when
                          * the service did not say so itself and was killed */
    uint32_t reserved0;
} dsreg_call;

/* What went wrong in the world; the same words in every service. */
#define DSREG_X_NONE 0u          /* nothing */
#define DSREG_X_DNS 1u           /* nobody could say the address of a name */
#define DSREG_X_CONNECT 2u       /* no connection: refused, no route, no network */
#define DSREG_X_TLS 3u           /* the handshake, or the certificate */
#define DSREG_X_TIMEOUT 4u       /* no answer in time */
#define DSREG_X_PROXY 5u         /* the proxy, or its setting, is the obstacle */
#define DSREG_X_PROTOCOL 6u      /* the answer is not what its protocol allows */
#define DSREG_X_TOO_LARGE 7u     /* there is more than may be handed out */
#define DSREG_X_NOT_FOUND 8u     /* no such file, name without owner, no such object */
#define DSREG_X_ACCESS 9u        /* the user that dsreg works for may not */
#define DSREG_X_DISCONNECTED 10u /* the peer went away inside the call */
#define DSREG_X_REFUSED 11u      /* the peer answered with an error of its own */

/* ---- Values, facts, findings ----------------------------------------------------------------- */

/* What a value is; says which member of dsreg_value.u holds it. Any declared type may be reported
 * as UNKNOWN or NOT_APPLICABLE, which themselves are not declared. */
typedef uint32_t dsreg_type;
#define DSREG_T_UNKNOWN 0u  /* cannot be known; .u.s says why, in a few words */
#define DSREG_T_BOOL 1u     /* .u.i 0 or 1; text prints NO or YES */
#define DSREG_T_INT 2u      /* .u.i */
#define DSREG_T_REAL 3u     /* .u.d */
#define DSREG_T_STR 4u      /* .u.s */
#define DSREG_T_TIME 5u     /* .u.i; text prints 2019-01-31 09:16:50.000 UTC */
#define DSREG_T_DURATION 6u /* .u.i */
#define DSREG_T_NOT_APPLICABLE 7u /* cannot exist on this machine; .u.s says why */

#define DSREG_F_PERSONAL 1u /* UPN, object id, host name: a pseudonym in files and bundles */
#define DSREG_F_SECRET 2u   /* stays in the host in any form: as an input it is UNKNOWN */
#define DSREG_F_MANY 4u     /* declaration: several instances (hosts, accounts, certificates) */
#define DSREG_F_HIDDEN 8u   /* declaration: for other probes and machine formats, no text row */

/* What dsreg_value.u of each type holds. Frozen. */
typedef union dsreg_any {
    int64_t   i; /* BOOL, INT, TIME, DURATION */
    double    d; /* REAL */
    dsreg_str s; /* STR; UNKNOWN and NOT_APPLICABLE: why */
} dsreg_any;

/* One value with its type. Frozen. */
typedef struct dsreg_value {
    dsreg_type type;  /* DSREG_T_* */
    uint32_t   flags; /* DSREG_F_PERSONAL, DSREG_F_SECRET, added to those of the declaration */
    dsreg_any  u;     /* the value itself */
} dsreg_value;

/* A value with a name: a piece of evidence, an item of a reply. Frozen. */
typedef struct dsreg_pair {
    const char *name;  /* evidence: "url", "http-status", "file", "bus-name", ... */
    dsreg_value value; /* what it is */
} dsreg_pair;

/* A fact that a probe may report. One provider for each key: a module that declares a key which a
 * module loaded before it declares is rejected (duplicate-fact). Outside the bundled modules a key
 * begins with the module's id. */
typedef struct dsreg_fact_decl {
    uint32_t    struct_size;
    dsreg_type  type;    /* DSREG_T_BOOL ... DSREG_T_DURATION */
    uint32_t    flags;   /* DSREG_F_* */
    uint32_t    order;   /* place in its section; ties: module id, then place in `outputs` */
    const char *key;     /* stable, never reused: other probes and machine readers go by it */
    const char *section; /* title of the box, e.g. "Tenant Details"; new titles come after ours */
    const char *label;   /* no control character, no " : ", at most 40 columns; MANY: may be "" */
} dsreg_fact_decl;

/* A fact, as a probe reports it and as it reads one from an input. */
typedef struct dsreg_fact {
    uint32_t    struct_size;
    uint32_t    reserved0;
    const char *key;      /* as declared */
    const char *instance; /* MANY: which one, unique for its key and not ""; else NULL */
    const char *source;   /* "broker", "certificate", "network", ...; where the value was read */
    dsreg_value value;    /* of the declared type, UNKNOWN or NOT_APPLICABLE */
} dsreg_fact;

#define DSREG_SEVERITY_INFO 1    /* worth reading, no worry */
#define DSREG_SEVERITY_WARNING 2 /* a PASS with a worry */
#define DSREG_SEVERITY_ERROR 3   /* a FAIL has at least one, a PASS none */

#define DSREG_RISK_SAFE 1u        /* the command only looks, or can be undone */
#define DSREG_RISK_SIGN_IN 2u     /* somebody has to sign in again afterwards */
#define DSREG_RISK_DESTRUCTIVE 3u /* it removes what only a new registration brings back */

/* A finding that a probe may report, with its page of the catalog: `dsreg --explain CODE`. */
typedef struct dsreg_finding_decl {
    uint32_t    struct_size;
    int32_t     severity; /* DSREG_SEVERITY_* */
    const char *code;    /* "prt.expired"; stable, never reused; third parties: begins with module id */
    const char *title;   /* a few words */
    const char *meaning; /* what it means and what it breaks */
    const char *remedy;  /* what to do */
    const char *command; /* the command that does it, or NULL */
    const char *url;     /* more, or NULL */
    uint32_t    risk;    /* DSREG_RISK_* of the command */
    uint32_t    reserved0;
} dsreg_finding_decl;

/* A finding, as a probe reports it. */
typedef struct dsreg_finding {
    uint32_t          struct_size;
    uint32_t          evidence_count; /* of `evidence`, at most 32 */
    const char       *code;     /* as declared */
    const char       *instance; /* the fact instance it is about, or NULL */
    dsreg_str         message;  /* one sentence with the particulars */
    const dsreg_pair *evidence; /* what it rests on; the flags of a personal value say so */
} dsreg_finding;

/* What is known about an input, as dsreg_host.input answers. Only PRESENT and UNKNOWN come with a
 * fact. */
#define DSREG_IN_PRESENT 1u     /* its provider passed or failed, and knew a value; instances that are
                                 * not known are left out then */
#define DSREG_IN_UNKNOWN 2u     /* its provider says that it cannot be known, or cannot exist here,
                                 * or it is secret: the fact's value is UNKNOWN or NOT_APPLICABLE
                                 * and says why */
#define DSREG_IN_SILENT 3u      /* its provider concluded and did not report it; or no such instance */
#define DSREG_IN_SKIPPED 4u     /* its provider was skipped */
#define DSREG_IN_BROKEN 5u      /* its provider ended in an error: never read this as "absent" */
#define DSREG_IN_NO_PROVIDER 6u /* no loaded module provides it, or the probe does not declare it */

/* ---- The host as a probe sees it ------------------------------------------------------------- */

typedef struct dsreg_host dsreg_host;
/* The host, during one run of one probe. */
struct dsreg_host {
    uint32_t    struct_size;
    uint16_t    abi_major; /* DSREG_ABI_MAJOR of the host */
    uint16_t    abi_minor; /* newest minor that the host speaks */
    void       *ctx;       /* the host's own */
    const char *version;   /* of the host, for logs */

    /* [probe-thread] A declared service, e.g. "dsreg.http/1" -> const dsreg_svc_http *.
     * NULL: not declared, or optional ("?") and not offered in this run. */
    const void *(*service)(const dsreg_host *self, const char *id);

    /* [probe-thread] Declared input `key`, instance number `index` (0 for single ones). Returns
     * DSREG_IN_*; *ret is set for PRESENT and UNKNOWN, else untouched. Required inputs are PRESENT
     * at index 0 whenever run() is called. Instances come in the order of their report.
     *
     * Keys under `run.` come from the host itself; those that are not known are SILENT:
     * run.user.uid (INT), run.user.name and run.user.home (STR, personal) of the target user,
     * run.elevated (BOOL: with root's rights), run.invoked-by (INT: uid of the person behind root),
     * run.tenant (STR, personal) and run.cloud (STR: "public", "usgov", "china"), as somebody chose
     * them on the command line or in the configuration. */
    uint32_t (*input)(const dsreg_host *self, const char *key, uint32_t index,
                      const dsreg_fact **ret);

    /* [probe-thread] Record a fact. The same key and instance twice: last wins. */
    dsreg_status (*fact)(const dsreg_host *self, const dsreg_fact *fact);
    /* [probe-thread] Record a finding. */
    dsreg_status (*finding)(const dsreg_host *self, const dsreg_finding *finding);
    /* [probe-thread] Say the outcome, once. It counts when run() has returned; run() returning
     * without it is `error [internal]`, or what a call without an answer makes of it; a second
     * call is `error [internal]`. */
    dsreg_status (*conclude)(const dsreg_host *self, const dsreg_result *result);

    /* [probe-thread] A setting that the probe declares, from its part of the configuration: BOOL,
     * INT, REAL or STR, as it stands there; a list of texts is a STR of lines. DSREG_OK with *ret
     * NULL: not set. */
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
#define DSREG_P_ACTIVE 2u     /* may leave a trace (token, sign-in log); left out by --passive */
#define DSREG_P_NEEDS_ROOT 4u /* skipped as needs-root without rights */
#define DSREG_P_QUIET 8u      /* its outcome row is printed only when it is not PASS */

/* A probe: what it needs, what it may say, and the function that does it. Lists end in NULL; NULL is
 * the empty list. A '?' before a service or an input marks it as optional. */
typedef struct dsreg_probe {
    uint32_t                         struct_size;
    uint32_t                         flags;      /* DSREG_P_* */
    uint32_t                         timeout_ms; /* budget, not for waiting for others; 0: 10 s; most: 60 s */
    uint32_t                         order;      /* of the outcome row in its section */
    const char                      *id;         /* "prt.state"; third parties: begins with module id */
    const char                      *section;    /* box of the outcome row, as in dsreg_fact_decl */
    const char                      *title;      /* label of the outcome row: "DRS Discovery Test" */
    const char *const               *services;   /* required and not offered: error [service] */
    const char *const               *inputs;     /* required and not PRESENT: SKIPPED, missing-input;
                                                  * required and no provider: error [rejected] */
    const char *const               *settings;   /* names; all of them may be left unset */
    const dsreg_fact_decl *const    *outputs;    /* the facts that it may report */
    const dsreg_finding_decl *const *findings;   /* the findings that it may report */
    /* [probe-thread] The work. Called at most once in a run of dsreg. */
    void (*run)(const dsreg_host *host);
    /* What dsreg.fs/1 may read for this probe: absolute paths. One that ends in '/' covers what lies
     * below it; "~/" at the front is the target user's home. Anything else: DSREG_E_UNDECLARED. */
    const char *const               *paths;
} dsreg_probe;

/* A module: who made it, and its probes. */
typedef struct dsreg_module {
    uint32_t                  struct_size;
    uint32_t                  magic;       /* DSREG_MAGIC */
    uint16_t                  abi_major;   /* DSREG_ABI_MAJOR */
    uint16_t                  needs_minor; /* DSREG_NEEDS_MINOR: oldest host minor it runs on */
    uint32_t                  probe_count; /* 1..256 */
    const dsreg_probe *const *probes;      /* pointers, so dsreg_probe may grow */
    const char               *id;          /* "org.example.vpn", never one word; bundled ones:
                                            * "dsreg.<name>" */
    const char               *version;     /* SemVer */
    const char               *vendor;      /* named when a probe breaks */
    const char               *support;     /* URL or address for that case, or NULL */
    const char               *license;     /* SPDX expression */
} dsreg_module;

#define DSREG_MODULE_SYMBOL "dsreg_probe_module_v1" /* name of the symbol below */
/* The one symbol that a module exports. Its name carries the major: a host that speaks 2 looks for
 * ..._v2 and never misreads this one. It is data, so that the descriptors are read without calling
 * into the module. Define it without initialisation code (C: static initialiser; C++: constexpr). */
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
DSREG_ASSERT_(sizeof(dsreg_str) == 16 && sizeof(dsreg_any) == 16, "frozen");
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
