/* Takes an input for a text without looking at its type. */
#include <dsreg/probe.h>
static const char* const inputs[] = {"org.example.thing", NULL};
#define PROBE_INPUTS inputs
#include "checked.h"

static void body(const dsreg_host* host)
{
    const dsreg_fact* fact = NULL;
    host->input(host, "org.example.thing", 0, &fact);
    report(host, FACT_KEY, *(const volatile char*)fact->value.u.s.ptr);
    conclude(host, DSREG_PASS);
}
