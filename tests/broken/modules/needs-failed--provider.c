/* Four probes that each declare one fact and do not report it: one fails, one crashes, one is
 * skipped, one just passes. */
#include <dsreg/probe.h>
#include <stddef.h>
#define M "x.needs-failed.a"
static void end(const dsreg_host* host, dsreg_outcome outcome, uint32_t reason)
{
    const dsreg_result r = {sizeof r, outcome, reason, 0, 0, 0, NULL, {"because", 7}};
    host->conclude(host, &r);
}
static void run_failed(const dsreg_host* host)
{
    const dsreg_finding f = {sizeof f, 0, M ".bad", NULL, {"It failed.", 10}, NULL};
    host->finding(host, &f);
    end(host, DSREG_FAIL, 0);
}
static void run_crashed(const dsreg_host* host)
{
    (void)host;
    *(volatile int*)8 = 1;
}
static void run_skipped(const dsreg_host* host)
{
    end(host, DSREG_SKIP, DSREG_SKIP_NOT_APPLICABLE);
}
static void run_silent(const dsreg_host* host)
{
    end(host, DSREG_PASS, 0);
}
static const dsreg_finding_decl bad = {sizeof bad,
                                       DSREG_SEVERITY_ERROR,
                                       M ".bad",
                                       "It failed",
                                       "The test wanted it.",
                                       "Nothing to do.",
                                       NULL,
                                       NULL,
                                       DSREG_RISK_SAFE,
                                       0};
static const dsreg_finding_decl* const findings[] = {&bad, NULL};
#define PROVIDER(name)                                                                             \
    static const dsreg_fact_decl fact_##name = {sizeof fact_##name, DSREG_T_INT, 0,    0,          \
                                                M "." #name,        "Broken",    #name};           \
    static const dsreg_fact_decl* const outputs_##name[] = {&fact_##name, NULL};                   \
    static const dsreg_probe name = {sizeof name,    0,          2000,       0,    M ".p-" #name,  \
                                     "Broken",       "P " #name, NULL,       NULL, NULL,           \
                                     outputs_##name, findings,   run_##name, NULL};
PROVIDER(failed)
PROVIDER(crashed)
PROVIDER(skipped)
PROVIDER(silent)
static const dsreg_probe* const probes[] = {&failed, &crashed, &skipped, &silent};
const dsreg_module dsreg_probe_module_v1 = {sizeof(dsreg_module),
                                            DSREG_MAGIC,
                                            DSREG_ABI_MAJOR,
                                            DSREG_TARGET_MINOR,
                                            4,
                                            probes,
                                            M,
                                            "1.0.0",
                                            "Tests of dsreg",
                                            NULL,
                                            "MIT"};
