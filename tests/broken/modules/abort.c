/* Calls abort() after it has concluded. */
#include "broken.h"
#include <stdlib.h>
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
    abort();
}
