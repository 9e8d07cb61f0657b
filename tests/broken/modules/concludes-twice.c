/* Says PASS, and PASS again. */
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
    conclude(host, DSREG_PASS);
}
