/* Sleeps for ever in a constructor. */
#include "broken.h"
#include <unistd.h>
__attribute__((constructor)) static void rest(void)
{
    for (;;) pause();
}
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
