/* Reports ten million facts and takes no refusal. */
#define PROBE_TIMEOUT 10000
#include "broken.h"
static void body(const dsreg_host* host)
{
    for (int i = 0; i < 10000000; i++) report(host, ID ".value", i);
    conclude(host, DSREG_PASS);
}
