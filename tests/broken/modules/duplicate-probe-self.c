/* Two of its probes have one id. */
#define PROBE_ID "x.duplicate-probe-self.after"
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
