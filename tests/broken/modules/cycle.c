/* A probe requires the fact that it provides. */
#define PROBE_INPUTS inputs
static const char* const inputs[] = {"x.cycle.value", (void*)0};
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
