/* Reports the first bytes of a file as a text, whatever they are. */
#define FACT_TYPE DSREG_T_STR
#include "reads_file.h"

static void body(const dsreg_host* host)
{
    const dsreg_fs_reply* reply = NULL;
    if (read_file(host, 0, &reply) != DSREG_OK) return;
    const dsreg_str head = {reply->bytes.ptr, reply->bytes.len < 5 ? reply->bytes.len : 5};
    if (reply->error == DSREG_X_NONE) report_text(host, head);
    judge(host, reply->error);
}
