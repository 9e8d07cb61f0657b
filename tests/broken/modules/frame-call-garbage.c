/* Sends a call that is none. */
#include "frames.h"
static void body(const dsreg_host* host)
{
    send_frame(FRAME_CALL, own_run(host), "\xff\xff\xff\xff", 4);
    conclude(host, DSREG_PASS);
}
