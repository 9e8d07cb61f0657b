/* Three probes that crash and one, in between, that needs nothing. */
#include <dsreg/probe.h>
#include <stddef.h>
#include <stdlib.h>

static void crash(const dsreg_host* host)
{
    (void)host;
    abort();
}

#define PROBE(n)                                                                                   \
    static const dsreg_probe p##n = {.struct_size = sizeof(dsreg_probe),                           \
                                     .id = "t.crashes.p" #n,                                       \
                                     .section = "Crashes",                                         \
                                     .title = "Crash Test " #n,                                    \
                                     .order = n,                                                   \
                                     .run = crash}
PROBE(0);
PROBE(1);
PROBE(2);
static const dsreg_probe* const probes[] = {&p0, &p1, &p2};
const dsreg_module dsreg_probe_module_v1 = {.struct_size = sizeof(dsreg_module),
                                            .magic = DSREG_MAGIC,
                                            .abi_major = DSREG_ABI_MAJOR,
                                            .needs_minor = DSREG_TARGET_MINOR,
                                            .probe_count = 3,
                                            .probes = probes,
                                            .id = "t.crashes",
                                            .version = "1.0.0",
                                            .vendor = "Tests",
                                            .license = "MIT"};
