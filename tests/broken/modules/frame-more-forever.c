/* Begins a message and never ends it. */
#include "frames.h"
static void body(const dsreg_host* host)
{
    send_flagged(FRAME_LOG, FLAG_MORE, own_run(host), "x", 1);
    conclude(host, DSREG_PASS);
}
