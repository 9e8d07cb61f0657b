/* Claims that it was caught, and does not say at what. */
#include "frames.h"
static void body(const dsreg_host* host)
{
    send_frame(FRAME_TRAPPED, 0, "", 0);
    conclude(host, DSREG_PASS);
}
