/* Says that it is done in the middle of a message. */
#include "frames.h"
static void body(const dsreg_host* host)
{
    const uint32_t run = own_run(host);
    send_flagged(FRAME_LOG, FLAG_MORE, run, "x", 1);
    send_frame(FRAME_DONE, run, "", 0);
    conclude(host, DSREG_PASS);
}
