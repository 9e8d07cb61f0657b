/* A probe has no title. */
#define PROBE_TITLE NULL
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
