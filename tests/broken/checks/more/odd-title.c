/* Its title does not end as the others do. */
#define PROBE_TITLE "Broken"
#include "../checked.h"

static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
