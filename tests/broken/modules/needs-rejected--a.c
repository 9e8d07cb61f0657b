/* Rejected for a cycle; it would provide x.needs-rejected.value. */
#define PROBE_INPUTS inputs
static const char* const inputs[] = {"x.needs-rejected.value", (void*)0};
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
