/* Keeps the contract: looks at what is left of its second before each of many small steps. */
#define PROBE_TIMEOUT 1000
#include "../reads_file.h"

static void body(const dsreg_host* host)
{
    const dsreg_fs_reply* reply = NULL;
    for (int step = 0; step < 20000; step++)
        if (host->remaining(host) <= 0) return;
    if (read_file(host, 0, &reply) == DSREG_OK) judge(host, reply->error);
}
