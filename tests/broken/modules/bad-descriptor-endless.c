/* The list of inputs has no end in sight. */
#define PROBE_INPUTS endless
#define TEN(x) x, x, x, x, x, x, x, x, x, x
#define THOUSAND(x) TEN(TEN(TEN(x)))
static const char* const endless[] = {THOUSAND("run.user"), THOUSAND("run.user"), (void*)0};
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
