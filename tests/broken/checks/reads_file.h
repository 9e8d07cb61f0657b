/* A module with leave to read one file. FILE_SERVICE may be the optional one. */
#include <dsreg/svc/fs.h>
#ifndef FILE_SERVICE
#define FILE_SERVICE DSREG_SVC_FS
#endif
static const char* const services[] = {FILE_SERVICE, NULL};
static const char* const paths[] = {"/etc/example", NULL};
#define PROBE_SERVICES services
#define PROBE_PATHS paths
#include "checked.h"

static dsreg_status read_file(const dsreg_host* host, uint32_t flags, const dsreg_fs_reply** ret)
{
    const dsreg_svc_fs* fs = host->service(host, DSREG_SVC_FS);
    const dsreg_call call = {sizeof call, flags, 1000, 0};
    return fs->read(host, &call, "/etc/example", 0, ret);
}
