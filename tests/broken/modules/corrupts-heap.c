/* Reports, concludes, and frees the same block twice. */
#include "broken.h"
#include <stdlib.h>
static void body(const dsreg_host* host)
{
    void* volatile block = malloc(24);
    report(host, ID ".value", 1);
    conclude(host, DSREG_PASS);
    free(block);
    free(block);
}
