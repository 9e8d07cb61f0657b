/* Claims that it was caught at a system call that it never made. */
#include "frames.h"
static void body(const dsreg_host* host)
{
    const int32_t reboot = 169;
    send_frame(FRAME_TRAPPED, 0, &reboot, sizeof reboot);
    conclude(host, DSREG_PASS);
}
