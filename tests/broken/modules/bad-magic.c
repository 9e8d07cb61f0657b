/* Its descriptor does not begin with the magic number. */
#define MODULE_MAGIC 0xdeadbeefu
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
