/* Asks twice at once, for a service that it does not declare. */
#include "frames.h"
static void body(const dsreg_host* host)
{
    /* a service's name, method, flags, timeout, no payload */
    static const char call[] = "\3\0\0\0x/1\1\0\0\0\0\0\0\0\0\0\0\0\0\0";
    const uint32_t run = own_run(host);
    for (int i = 0; i < 1000; i++) send_frame(FRAME_CALL, run, call, 3 + 4 + 2 + 4 + 4 + 4);
    conclude(host, DSREG_PASS);
}
