/* Reports a fact that it does not declare. */
#include "checked.h"

static void body(const dsreg_host* host)
{
    report(host, ID ".smuggled", 1);
    conclude(host, DSREG_PASS);
}
