/* Its verdict does not hang on the call that it makes. */
#include "asks_file.h"
static void body(const dsreg_host* host)
{
    const dsreg_call how = {sizeof how, DSREG_CALL_OPTIONAL, 0, 0};
    const dsreg_fs_reply* reply = NULL;
    files(host)->read(host, &how, "/etc/hostname", 0, &reply);
    conclude(host, DSREG_PASS);
}
