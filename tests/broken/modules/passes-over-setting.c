/* Takes a setting that it does not declare for one that is not set. */
#include "broken.h"
static void body(const dsreg_host* host)
{
    const dsreg_value* value = NULL;
    host->setting(host, "limit", &value);
    conclude(host, DSREG_PASS);
}
