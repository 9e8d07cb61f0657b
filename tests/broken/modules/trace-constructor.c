/* Tries to trace its host in a constructor. */
#include "broken.h"
#include <sys/ptrace.h>
#include <unistd.h>
__attribute__((constructor)) static void trace(void)
{
    ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
}
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
