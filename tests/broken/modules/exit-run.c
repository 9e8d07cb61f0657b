/* Concludes, then calls exit(0). */
#include "broken.h"
#include <stdlib.h>
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
    exit(0);
}
