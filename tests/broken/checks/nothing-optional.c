/* Uses an optional service without looking whether it is there. */
#define FILE_SERVICE "?" DSREG_SVC_FS
#include "reads_file.h"

static void body(const dsreg_host* host)
{
    const dsreg_fs_reply* reply = NULL;
    if (read_file(host, DSREG_CALL_OPTIONAL, &reply) != DSREG_OK) reply = NULL;
    conclude(host, DSREG_PASS);
}
