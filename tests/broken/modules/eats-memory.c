/* Takes memory until it gets no more; with 2 GiB it would be content. */
#define PROBE_TIMEOUT 10000
#include "broken.h"
#include <stdlib.h>
static char* volatile kept; /* or a compiler sees that nobody needs the memory */
static void body(const dsreg_host* host)
{
    for (int i = 0; i < 2048; i++) {
        char* block = malloc(1024 * 1024);
        if (block == NULL) abort();
        memset(block, 1, 1024 * 1024);
        kept = block;
    }
    conclude(host, DSREG_PASS);
}
