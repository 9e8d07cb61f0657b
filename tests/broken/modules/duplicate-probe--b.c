/* The later module with the probe x.duplicate-probe.b.probe is rejected. */
#define ID "x.duplicate-probe.b"
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
