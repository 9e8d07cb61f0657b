/* Reports a fact that it does not declare. */
#include "broken.h"
static void body(const dsreg_host* host)
{
    if (report(host, ID ".smuggled", 1) != DSREG_E_UNDECLARED) return;
    conclude(host, DSREG_PASS);
}
