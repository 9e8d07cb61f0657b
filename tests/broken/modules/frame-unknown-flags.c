/* Sets a flag that means nothing. */
#include "frames.h"
static void body(const dsreg_host* host)
{
    send_flagged(FRAME_LOG, 0x80, own_run(host), "", 0);
    conclude(host, DSREG_PASS);
}
