/* Passes whatever became of the call that it needed. */
#define PROBE_TIMEOUT 2000
#include "asks_file.h"
static void body(const dsreg_host* host)
{
    const dsreg_fs_reply* reply = NULL;
    files(host)->read(host, NULL, "/etc/hostname", 0, &reply);
    conclude(host, DSREG_PASS);
}
