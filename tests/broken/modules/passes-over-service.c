/* Takes a service that it does not declare for one that is not offered. */
#include "broken.h"
static void body(const dsreg_host* host)
{
    if (host->service(host, "dsreg.fs/1") == NULL) conclude(host, DSREG_PASS);
}
