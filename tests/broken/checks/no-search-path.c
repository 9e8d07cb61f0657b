/* Is linked with a folder to look for libraries in. */
#include "checked.h"

static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
