/* Recurses until its stack ends. */
#include "broken.h"
__attribute__((noinline)) static int deeper(volatile int* above)
{
    volatile int frame[1024];
    frame[0] = *above + 1;
    return deeper(frame) + frame[1];
}
static void body(const dsreg_host* host)
{
    volatile int start = 0;
    report(host, ID ".value", deeper(&start));
}
