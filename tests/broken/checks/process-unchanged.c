/* Changes the mask of new files for everybody after it. */
#include "checked.h"
#include <sys/stat.h>

static void body(const dsreg_host* host)
{
    umask(0);
    conclude(host, DSREG_PASS);
}
