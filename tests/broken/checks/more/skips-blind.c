/* Says that it does not apply when the call that it needs was not carried out. */
#include "../reads_file.h"

static void body(const dsreg_host* host)
{
    const dsreg_fs_reply* reply = NULL;
    if (read_file(host, 0, &reply) == DSREG_OK)
        judge(host, reply->error);
    else
        skip(host, DSREG_SKIP_NOT_APPLICABLE, NULL, "There is no such file.");
}
