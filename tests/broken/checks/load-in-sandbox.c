/* Its constructor opens a socket, and gives up where it may not. */
#include "checked.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

__attribute__((constructor)) static void start(void)
{
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0) abort();
    close(fd);
}

static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
