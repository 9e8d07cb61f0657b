/* A module "x.NAME" with the probe "x.NAME.probe", whose body the including file writes, and
 * "x.NAME.after", which passes: it shows that a fault stays where it happened. A file changes the
 * descriptors by defining the macros below before it includes this. */
#include <dsreg/probe.h>
#include <string.h>

#ifndef ID
#define ID "x." BROKEN_NAME
#endif
#ifndef MODULE_MAGIC
#define MODULE_MAGIC DSREG_MAGIC
#endif
#ifndef MODULE_MAJOR
#define MODULE_MAJOR DSREG_ABI_MAJOR
#endif
#ifndef MODULE_MINOR
#define MODULE_MINOR DSREG_TARGET_MINOR
#endif
#ifndef MODULE_SIZE
#define MODULE_SIZE sizeof(dsreg_module)
#endif
#ifndef MODULE_ID
#define MODULE_ID ID
#endif
#ifndef MODULE_COUNT
#define MODULE_COUNT 2
#endif
#ifndef PROBE_SIZE
#define PROBE_SIZE sizeof(dsreg_probe)
#endif
#ifndef PROBE_ID
#define PROBE_ID ID ".probe"
#endif
#ifndef PROBE_TITLE
#define PROBE_TITLE "Broken Test"
#endif
#ifndef PROBE_RUN
#define PROBE_RUN body
#endif
#ifndef PROBE_TIMEOUT
#define PROBE_TIMEOUT 3000
#endif
#ifndef FACT_SIZE
#define FACT_SIZE sizeof(dsreg_fact_decl)
#endif
#ifndef FACT_KEY
#define FACT_KEY ID ".value"
#endif
#ifndef FACT_TYPE
#define FACT_TYPE DSREG_T_INT
#endif
#ifndef FACT_LABEL
#define FACT_LABEL "Value"
#endif
#ifndef FINDING_SIZE
#define FINDING_SIZE sizeof(dsreg_finding_decl)
#endif
#ifndef FINDING_MEANING
#define FINDING_MEANING "The test wanted it so; nothing but the test is broken by it."
#endif

static void body(const dsreg_host* host);

static inline dsreg_str literal(const char* text)
{
    const dsreg_str s = {text, strlen(text)};
    return s;
}

static inline dsreg_status conclude(const dsreg_host* host, dsreg_outcome outcome)
{
    dsreg_result r;
    memset(&r, 0, sizeof r);
    r.struct_size = sizeof r;
    r.outcome = outcome;
    return host->conclude(host, &r);
}

static inline dsreg_status report(const dsreg_host* host, const char* key, int64_t number)
{
    dsreg_fact f;
    memset(&f, 0, sizeof f);
    f.struct_size = sizeof f;
    f.key = key;
    f.source = "test";
    f.value.type = DSREG_T_INT;
    f.value.u.i = number;
    return host->fact(host, &f);
}

static inline dsreg_status find(const dsreg_host* host, const char* code)
{
    dsreg_finding f;
    memset(&f, 0, sizeof f);
    f.struct_size = sizeof f;
    f.code = code;
    f.message = literal("It is broken.");
    return host->finding(host, &f);
}

static void after(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}

static const dsreg_fact_decl value_decl = {FACT_SIZE, FACT_TYPE, 0,         0,
                                           FACT_KEY,  "Broken",  FACT_LABEL};
static const dsreg_fact_decl* const outputs[] = {&value_decl, NULL};
static const dsreg_finding_decl bad_decl = {FINDING_SIZE,
                                            DSREG_SEVERITY_ERROR,
                                            ID ".bad",
                                            "It is broken",
                                            FINDING_MEANING,
                                            "Nothing to do.",
                                            NULL,
                                            NULL,
                                            DSREG_RISK_SAFE,
                                            0};
static const dsreg_finding_decl* const findings[] = {&bad_decl, NULL};

#ifndef PROBE_SERVICES
#define PROBE_SERVICES NULL
#endif
#ifndef PROBE_SETTINGS
#define PROBE_SETTINGS NULL
#endif
#ifndef PROBE_INPUTS
#define PROBE_INPUTS NULL
#endif
#ifndef PROBE_FLAGS
#define PROBE_FLAGS 0
#endif
#ifndef PROBE_PATHS
#define PROBE_PATHS NULL
#endif
#ifndef AFTER_INPUTS
#define AFTER_INPUTS NULL
#endif
#ifndef AFTER_RUN
#define AFTER_RUN after
#endif

static const dsreg_probe probe = {
    PROBE_SIZE,     PROBE_FLAGS,  PROBE_TIMEOUT,  0,       PROBE_ID, "Broken",  PROBE_TITLE,
    PROBE_SERVICES, PROBE_INPUTS, PROBE_SETTINGS, outputs, findings, PROBE_RUN, PROBE_PATHS};
static const dsreg_probe second = {sizeof second, 0,    2000,         0,    ID ".after", "Broken",
                                   "After Test",  NULL, AFTER_INPUTS, NULL, NULL,        NULL,
                                   AFTER_RUN,     NULL};

#ifndef MODULE_PROBES
static const dsreg_probe* const probes[] = {&probe, &second};
#define MODULE_PROBES probes
#endif

const dsreg_module dsreg_probe_module_v1 = {
    MODULE_SIZE, MODULE_MAGIC, MODULE_MAJOR,     MODULE_MINOR, MODULE_COUNT, MODULE_PROBES,
    MODULE_ID,   "1.0.0",      "Tests of dsreg", NULL,         "MIT"};
