/* Works on the first thread alone. */
#define _GNU_SOURCE
#include "checked.h"
#include <unistd.h>

static void body(const dsreg_host* host)
{
    report(host, FACT_KEY, gettid() == getpid());
    conclude(host, DSREG_PASS);
}
