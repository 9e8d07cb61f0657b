/* Requires a fact that no module provides. */
#define PROBE_INPUTS inputs
static const char* const inputs[] = {"org.example.nothing", (void*)0};
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
