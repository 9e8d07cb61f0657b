/* Asks for more time than a probe may have. */
#define PROBE_TIMEOUT 61000
#include "checked.h"

static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
