/* Blocks and ignores every signal, and does not look at the deadline. */
#define PROBE_TIMEOUT 300
#include "broken.h"
#include <signal.h>
#include <time.h>
static void body(const dsreg_host* host)
{
    const struct timespec long_time = {3600, 0};
    sigset_t all;
    (void)host;
    for (int n = 1; n < 65; n++) signal(n, SIG_IGN);
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    for (;;) nanosleep(&long_time, NULL);
}
