/* Takes the reason why an input is unknown for its value. */
#include <dsreg/probe.h>
static const char* const inputs[] = {"?org.example.thing", NULL};
#define PROBE_INPUTS inputs
#define FACT_TYPE DSREG_T_STR
#include "checked.h"

static void body(const dsreg_host* host)
{
    const dsreg_fact* fact = NULL;
    if (host->input(host, "org.example.thing", 0, &fact) <= DSREG_IN_UNKNOWN)
        report_text(host, fact->value.u.s);
    conclude(host, DSREG_PASS);
}
