/* Speaks contract 2. */
#define MODULE_MAJOR 2
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
