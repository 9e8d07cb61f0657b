/* Says hello a second time, in the middle of a run. */
#include "frames.h"
static void body(const dsreg_host* host)
{
    send_frame(FRAME_HELLO, 0, "", 0);
    conclude(host, DSREG_PASS);
}
