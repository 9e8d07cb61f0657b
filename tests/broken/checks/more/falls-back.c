/* When the call fails it reports a fact that it does not declare. */
#include "../reads_file.h"

static void body(const dsreg_host* host)
{
    const dsreg_fs_reply* reply = NULL;
    if (read_file(host, 0, &reply) == DSREG_OK)
        judge(host, reply->error);
    else
        report(host, ID ".smuggled", 1);
}
