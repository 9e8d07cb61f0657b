/* Concludes, then sleeps for ever. */
#define PROBE_TIMEOUT 300
#include "broken.h"
#include <unistd.h>
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
    for (;;) pause();
}
