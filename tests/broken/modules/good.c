/* Nothing is wrong with it. */
#include "broken.h"
static void body(const dsreg_host* host)
{
    report(host, ID ".value", 42);
    conclude(host, DSREG_PASS);
}
