/* Asks the machine itself, past the host. */
#include "checked.h"
#include <sys/socket.h>
#include <unistd.h>

static void body(const dsreg_host* host)
{
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    report(host, FACT_KEY, fd >= 0);
    if (fd >= 0) close(fd);
    conclude(host, DSREG_PASS);
}
