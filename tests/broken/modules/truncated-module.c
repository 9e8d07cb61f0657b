/* Its module descriptor is smaller than it ever was. */
#define MODULE_SIZE 40
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
