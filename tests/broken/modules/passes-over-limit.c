/* Passes over the one call too many. */
#include "asks_file.h"
static void body(const dsreg_host* host)
{
    const dsreg_fs_reply* reply = NULL;
    int i;
    for (i = 0; i < 2049; i++) files(host)->read(host, NULL, "/etc/hostname", 0, &reply);
    conclude(host, DSREG_PASS);
}
