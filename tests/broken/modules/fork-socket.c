/* Forks, so that a child keeps the socket open; where it may not, it gives up without a word. */
#include "broken.h"
#include <unistd.h>
static void body(const dsreg_host* host)
{
    const pid_t child = fork();
    (void)host;
    if (child == 0)
        for (;;) pause();
    if (child > 0) _exit(0);
}
