/* Fails without an error finding. */
#include "checked.h"

static void body(const dsreg_host* host)
{
    conclude(host, DSREG_FAIL);
}
