/* Needs contract 1.9. */
#define MODULE_MINOR 9
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
