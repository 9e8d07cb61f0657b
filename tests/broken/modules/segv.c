/* Reports a fact, then reads where nothing is. */
#include "broken.h"
static void body(const dsreg_host* host)
{
    report(host, ID ".value", 1);
    *(volatile int*)8 = 1;
    conclude(host, DSREG_PASS);
}
