/* Exports a function beside its descriptor: it is linked without the version script. */
#include "checked.h"

__attribute__((visibility("default"))) int helper_of_mine(void);
int helper_of_mine(void)
{
    return 1;
}

static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
