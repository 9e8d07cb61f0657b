/* Keeps the contract: tries for as long as it has time, and then says that it was in vain. */
#define PROBE_TIMEOUT 60000
#include "../checked.h"

static void body(const dsreg_host* host)
{
    while (host->remaining(host) > 0) {
    }
    find(host, ID ".bad");
    conclude(host, DSREG_FAIL);
}
