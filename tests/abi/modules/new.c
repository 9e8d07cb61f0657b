/* A module for the draft of 1.1: it helps, and it tells the time since the machine started. */
#include <dsreg/svc/clock.h>

static const char* const services[] = {"?" DSREG_SVC_CLOCK, NULL};
static const dsreg_fact_decl clock_decl = {.struct_size = sizeof clock_decl,
                                           .type = DSREG_T_BOOL,
                                           .key = "x.new.clock",
                                           .section = "Draft",
                                           .label = "Clock"};
static const dsreg_fact_decl* const outputs[] = {&clock_decl, NULL};

static void run(const dsreg_host* host)
{
    const dsreg_svc_clock* clock = (const dsreg_svc_clock*)host->service(host, DSREG_SVC_CLOCK);
    dsreg_fact fact = {.struct_size = sizeof fact, .key = "x.new.clock", .source = "test"};
    dsreg_result result = {.struct_size = sizeof result, .outcome = DSREG_PASS};
    fact.value.type = DSREG_T_BOOL;
    fact.value.u.i = clock != NULL && DSREG_HAS(clock, since_boot) && clock->since_boot(host) > 0;
    if (host->fact(host, &fact) == DSREG_OK) host->conclude(host, &result);
}

static const dsreg_probe probe = {.struct_size = sizeof probe,
                                  .id = "x.new.probe",
                                  .section = "Draft",
                                  .title = "Draft Test",
                                  .services = services,
                                  .outputs = outputs,
#if DSREG_TARGET_MINOR >= 1 || defined(WITHOUT_ASKING)
                                  .help = "What to do about it",
#endif
                                  .run = run};
static const dsreg_probe* const probes[] = {&probe};

const dsreg_module dsreg_probe_module_v1 = {.struct_size = sizeof(dsreg_module),
                                            .magic = DSREG_MAGIC,
                                            .abi_major = DSREG_ABI_MAJOR,
                                            .needs_minor = DSREG_NEEDS_MINOR,
                                            .probe_count = 1,
                                            .probes = probes,
                                            .id = "x.new",
                                            .version = "1.1.0",
                                            .vendor = "Tests of dsreg",
                                            .license = "MIT"};
