/* Forgot what a damaged disk says. */
#include "reads_file.h"

static void body(const dsreg_host* host)
{
    const dsreg_fs_reply* reply = NULL;
    if (read_file(host, 0, &reply) != DSREG_OK) return;
    if (reply->error != DSREG_X_TIMEOUT) judge(host, reply->error);
}
