/* A module whose probe may read /etc/hostname, for bodies that ask for a file. */
static const char* const services[] = {"dsreg.fs/1", (void*)0};
static const char* const paths[] = {"/etc/hostname", (void*)0};
#define PROBE_SERVICES services
#define PROBE_PATHS paths
#include "broken.h"
#include <dsreg/svc/fs.h>

static inline const dsreg_svc_fs* files(const dsreg_host* host)
{
    return (const dsreg_svc_fs*)host->service(host, DSREG_SVC_FS);
}
