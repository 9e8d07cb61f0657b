/* Its only probe is skipped: a run of it alone proves nothing. */
#define MODULE_COUNT 1
#include "broken.h"
static void body(const dsreg_host* host)
{
    dsreg_result r = {sizeof r, DSREG_SKIP, DSREG_SKIP_NOT_APPLICABLE};
    r.text = literal("There is no such thing here.");
    host->conclude(host, &r);
}
