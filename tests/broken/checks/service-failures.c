/* Passes although the call that it needs was not carried out. */
#include "reads_file.h"

static void body(const dsreg_host* host)
{
    const dsreg_fs_reply* reply = NULL;
    if (read_file(host, 0, &reply) == DSREG_E_CANCELLED) return;
    judge(host, reply != NULL ? reply->error : DSREG_X_NONE);
}
