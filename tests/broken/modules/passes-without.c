/* Declares its call as one that it can do without: it may pass. */
#define PROBE_SERVICES services
#define PROBE_PATHS paths
static const char* const services[] = {"dsreg.fs/1", (void*)0};
static const char* const paths[] = {"/etc/hostname", (void*)0};
#include "broken.h"
#include <dsreg/svc/fs.h>
static void body(const dsreg_host* host)
{
    const dsreg_svc_fs* fs = (const dsreg_svc_fs*)host->service(host, DSREG_SVC_FS);
    const dsreg_call how = {sizeof how, DSREG_CALL_OPTIONAL, 0, 0};
    const dsreg_fs_reply* reply = NULL;
    fs->read(host, &how, "/etc/os-release", 0, &reply);
    conclude(host, DSREG_PASS);
}
