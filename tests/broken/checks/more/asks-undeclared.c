/* Uses a service that it does not declare, without looking whether it is there. */
#include "../checked.h"
#include <dsreg/svc/http.h>

static void body(const dsreg_host* host)
{
    const dsreg_svc_http* http = host->service(host, DSREG_SVC_HTTP);
    const dsreg_call call = {sizeof call, 0, 1000, 0};
    const dsreg_http_reply* const* replies = NULL;
    (void)http->perform(host, &call, NULL, 0, &replies);
    conclude(host, DSREG_PASS);
}
