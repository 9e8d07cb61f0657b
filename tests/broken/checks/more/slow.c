/* Keeps the contract, and takes a tenth of a second for it. */
#include "../reads_file.h"
#include <poll.h>

static void body(const dsreg_host* host)
{
    const dsreg_fs_reply* reply = NULL;
    (void)poll(NULL, 0, 100);
    if (read_file(host, 0, &reply) == DSREG_OK) judge(host, reply->error);
}
