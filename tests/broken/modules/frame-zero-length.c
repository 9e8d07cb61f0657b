/* Sends a frame of no bytes, which a careless reader takes for the end. */
#include "frames.h"
static void body(const dsreg_host* host)
{
    send_raw("", 0);
    conclude(host, DSREG_PASS);
}
