/* A fact's key does not begin with the module's id. */
#define FACT_KEY "device.id"
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
