/* Closes the socket to the host. */
#include "broken.h"
#include <unistd.h>
static void body(const dsreg_host* host)
{
    close(3);
    conclude(host, DSREG_PASS);
}
