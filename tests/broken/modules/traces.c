/* Concludes, then tries to trace its host, in the middle of a message. */
#include "frames.h"
#include <sys/ptrace.h>
#include <unistd.h>
static void body(const dsreg_host* host)
{
    const struct frame_header half = {0, FRAME_LOG, 1, 0, 0};
    conclude(host, DSREG_PASS);
    send_raw(&half, sizeof half);
    ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
}
