/* Sends what only the host says: init, run and reply. */
#include "frames.h"
static void body(const dsreg_host* host)
{
    const uint32_t run = own_run(host);
    send_frame(FRAME_INIT, run, "", 0);
    send_frame(FRAME_RUN, run, "", 0);
    send_frame(FRAME_REPLY, run, "", 0);
    conclude(host, DSREG_PASS);
}
