/* Writes 100 MB to stderr, then passes. */
#define PROBE_TIMEOUT 10000
#include "broken.h"
#include <unistd.h>
static void body(const dsreg_host* host)
{
    static char block[100000];
    memset(block, 'x', sizeof block);
    for (int i = 0; i < 1000; i++)
        if (write(2, block, sizeof block) < 0) break;
    conclude(host, DSREG_PASS);
}
