/* Passes with an error finding. */
#include "broken.h"
static void body(const dsreg_host* host)
{
    find(host, ID ".bad");
    conclude(host, DSREG_PASS);
}
