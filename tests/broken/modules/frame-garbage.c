/* Writes bytes that are no frame to the socket. */
#include "frames.h"
static void body(const dsreg_host* host)
{
    send_raw("this is no frame, but it is long enough to hold one", 51);
    conclude(host, DSREG_PASS);
}
