/* Opens files until it gets no more descriptor, and gives up; with 1000 it would be content. */
#include "broken.h"
#include <fcntl.h>
static void body(const dsreg_host* host)
{
    for (int i = 0; i < 1000; i++)
        if (open("/dev/null", O_RDONLY) < 0) return;
    conclude(host, DSREG_PASS);
}
