/* Sends one frame of 100 kB. */
#include "frames.h"
static void body(const dsreg_host* host)
{
    static char bytes[100000];
    const struct frame_header header = {sizeof bytes - sizeof header, FRAME_LOG, 0, 1, 0};
    memcpy(bytes, &header, sizeof header);
    send_raw(bytes, sizeof bytes);
    conclude(host, DSREG_PASS);
}
