/* The module has no id. */
#define MODULE_ID NULL
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
