/* Computes for ever. */
#define PROBE_TIMEOUT 300
#include "broken.h"
static void body(const dsreg_host* host)
{
    volatile unsigned n = 0;
    (void)host;
    for (;;) n = n + 1;
}
