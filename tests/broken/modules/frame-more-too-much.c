/* Sends a message in parts until it is larger than any may be. */
#include "frames.h"
static void body(const dsreg_host* host)
{
    static char part[60000];
    const uint32_t run = own_run(host);
    for (int i = 0; i < 200; i++) send_flagged(FRAME_LOG, FLAG_MORE, run, part, sizeof part);
    conclude(host, DSREG_PASS);
}
