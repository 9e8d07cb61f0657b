/* Blocks every signal, then tries to trace its host. */
#include "broken.h"
#include <signal.h>
#include <sys/ptrace.h>
#include <unistd.h>
static void body(const dsreg_host* host)
{
    sigset_t all;
    conclude(host, DSREG_PASS);
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
}
