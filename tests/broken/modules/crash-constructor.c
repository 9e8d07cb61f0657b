/* Crashes in a constructor. */
#include "broken.h"
__attribute__((constructor)) static void crash(void)
{
    *(volatile int*)8 = 1;
}
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
