/* Passes over a file that it may not ask for. */
#include "asks_file.h"
static void body(const dsreg_host* host)
{
    const dsreg_fs_reply* reply = NULL;
    files(host)->read(host, NULL, "/etc/os-release", 0, &reply);
    conclude(host, DSREG_PASS);
}
