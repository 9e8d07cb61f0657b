/* Passes when it is told to return. */
#include "reads_file.h"

static void body(const dsreg_host* host)
{
    const dsreg_fs_reply* reply = NULL;
    const dsreg_status ended = read_file(host, 0, &reply);
    if (ended == DSREG_OK || ended == DSREG_E_CANCELLED)
        judge(host, reply != NULL ? reply->error : DSREG_X_NONE);
}
