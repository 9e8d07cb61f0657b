/* There is no list of probes. */
#define MODULE_PROBES NULL
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
