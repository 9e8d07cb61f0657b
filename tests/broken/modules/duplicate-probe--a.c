/* The first module with the probe x.duplicate-probe.b.probe: it stays. */
#define PROBE_ID "x.duplicate-probe.b.probe"
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
