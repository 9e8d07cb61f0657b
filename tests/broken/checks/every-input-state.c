/* Takes an input whose provider broke for one that is absent. */
#include <dsreg/probe.h>
static const char* const inputs[] = {"?org.example.thing", NULL};
#define PROBE_INPUTS inputs
#include "checked.h"

static void body(const dsreg_host* host)
{
    const dsreg_fact* fact = NULL;
    if (host->input(host, "org.example.thing", 0, &fact) == DSREG_IN_PRESENT)
        conclude(host, DSREG_PASS);
    else
        skip(host, DSREG_SKIP_NOT_APPLICABLE, NULL, "this machine has no such thing");
}
