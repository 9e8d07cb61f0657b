/* Claims 100000 probes. */
#define MODULE_COUNT 100000
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
