/* Asks to be traced by whoever started it. */
#include "../checked.h"
#include <sys/ptrace.h>

static void body(const dsreg_host* host)
{
    (void)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    conclude(host, DSREG_PASS);
}
