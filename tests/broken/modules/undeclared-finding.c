/* Reports a finding that it does not declare. */
#include "broken.h"
static void body(const dsreg_host* host)
{
    if (find(host, ID ".smuggled") != DSREG_E_UNDECLARED) return;
    conclude(host, DSREG_PASS);
}
