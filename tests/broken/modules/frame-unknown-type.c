/* Sends a frame of a kind that does not exist. */
#include "frames.h"
static void body(const dsreg_host* host)
{
    send_frame(99, own_run(host), "", 0);
    conclude(host, DSREG_PASS);
}
