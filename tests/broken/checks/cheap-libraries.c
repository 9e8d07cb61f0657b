/* Is linked with a library that takes long to load. */
#include "checked.h"

static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
