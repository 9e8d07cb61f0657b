/* Passes although its question never left the worker: it names no file. */
#include "../reads_file.h"

static void body(const dsreg_host* host)
{
    const dsreg_svc_fs* fs = host->service(host, DSREG_SVC_FS);
    const dsreg_call call = {sizeof call, 0, 1000, 0};
    const dsreg_fs_reply* reply = NULL;
    (void)fs->read(host, &call, NULL, 0, &reply);
    conclude(host, DSREG_PASS);
}
