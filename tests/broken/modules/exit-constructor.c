/* Calls exit(0) in a constructor. */
#include "broken.h"
#include <stdlib.h>
__attribute__((constructor)) static void leave(void)
{
    exit(0);
}
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
