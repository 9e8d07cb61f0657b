/* Concludes in the name of runs that are not its own. */
#include "frames.h"
static void body(const dsreg_host* host)
{
    /* outcome PASS, reason, outer, inner, two empty texts */
    static const char passed[24] = {1};
    for (uint32_t run = 1000; run < 1010; run++)
        send_frame(FRAME_CONCLUDE, run, passed, sizeof passed);
    conclude(host, DSREG_PASS);
}
