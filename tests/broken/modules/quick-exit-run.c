/* Concludes, then calls _exit(0). */
#include "broken.h"
#include <unistd.h>
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
    _exit(0);
}
