/* Sends a fact that claims to be longer than it is. */
#include "frames.h"
static void body(const dsreg_host* host)
{
    send_frame(FRAME_FACT, own_run(host), "\xff\xff\xff\x7f....", 8);
    conclude(host, DSREG_PASS);
}
