/* Takes memory until it gets no more; with 2 GiB it would be content. */
#define PROBE_TIMEOUT 10000
#include "broken.h"
#include <stdlib.h>
static void body(const dsreg_host* host)
{
    for (int i = 0; i < 2048; i++) {
        char* block = malloc(1024 * 1024);
        if (block == NULL) abort();
        memset(block, 1, 1024 * 1024);
    }
    conclude(host, DSREG_PASS);
}
