/* Requires the facts of probes that fail, crash, are skipped and say nothing; and a fact of one
 * that is itself skipped for want of another. */
#include <dsreg/probe.h>
#include <stddef.h>
#define M "x.needs-failed.b"
#define A "x.needs-failed.a"
static void run(const dsreg_host* host)
{
    const dsreg_result r = {sizeof r, DSREG_PASS, 0, 0, 0, 0, NULL, {NULL, 0}};
    host->conclude(host, &r);
}
static const dsreg_fact_decl value = {sizeof value, DSREG_T_INT, 0,      0,
                                      M ".value",   "Broken",    "Value"};
static const dsreg_fact_decl* const outputs[] = {&value, NULL};
#define CONSUMER(name, key, out)                                                                   \
    static const char* const inputs_##name[] = {key, NULL};                                        \
    static const dsreg_probe name = {                                                              \
        sizeof name,   0,    2000, 0,    M "." #name, "Broken", #name, NULL,                       \
        inputs_##name, NULL, out,  NULL, run,         NULL};
CONSUMER(failed, A ".failed", outputs)
CONSUMER(crashed, A ".crashed", NULL)
CONSUMER(skipped, A ".skipped", NULL)
CONSUMER(silent, A ".silent", NULL)
CONSUMER(chained, M ".value", NULL)
static const dsreg_probe* const probes[] = {&failed, &crashed, &skipped, &silent, &chained};
const dsreg_module dsreg_probe_module_v1 = {sizeof(dsreg_module),
                                            DSREG_MAGIC,
                                            DSREG_ABI_MAJOR,
                                            DSREG_TARGET_MINOR,
                                            5,
                                            probes,
                                            M,
                                            "1.0.0",
                                            "Tests of dsreg",
                                            NULL,
                                            "MIT"};
