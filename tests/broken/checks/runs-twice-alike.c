/* Keeps a number from one run to the next. */
#include "checked.h"

static void body(const dsreg_host* host)
{
    static int run = 0;
    report(host, FACT_KEY, ++run);
    conclude(host, DSREG_PASS);
}
