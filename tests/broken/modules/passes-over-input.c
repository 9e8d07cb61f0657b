/* Takes an input that it does not declare for absent. */
#include "broken.h"
static void body(const dsreg_host* host)
{
    const dsreg_fact* fact = NULL;
    host->input(host, "run.elevated", 0, &fact);
    conclude(host, DSREG_PASS);
}
