/* Passes when there is no time to look. */
#include "reads_file.h"

static void body(const dsreg_host* host)
{
    const dsreg_fs_reply* reply = NULL;
    if (host->remaining(host) <= 0 || read_file(host, 0, &reply) == DSREG_OK)

        judge(host, reply != NULL ? reply->error : DSREG_X_NONE);
}
