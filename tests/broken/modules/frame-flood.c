/* Sends ten million log lines past the worker's limit. */
#define PROBE_TIMEOUT 10000
#include "frames.h"
static void body(const dsreg_host* host)
{
    static const char line[] = {6, 0, 0, 0, 1, 0, 0, 0, 'x'};
    for (uint32_t run = 0; run < 10000000; run++)
        if (send_frame(FRAME_LOG, 1, line, sizeof line) < 0) break;
    conclude(host, DSREG_PASS);
}
