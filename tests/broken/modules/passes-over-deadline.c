/* Asks when its time is over, and passes over it. */
#define PROBE_TIMEOUT 1
#include "asks_file.h"
static void body(const dsreg_host* host)
{
    const dsreg_fs_reply* reply = NULL;
    while (host->remaining(host) > 0) {
    }
    files(host)->read(host, NULL, "/etc/hostname", 0, &reply);
    conclude(host, DSREG_PASS);
}
