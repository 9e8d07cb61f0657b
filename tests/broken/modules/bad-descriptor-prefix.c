/* A probe's id does not begin with the module's. */
#define PROBE_ID "prt.state"
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
