/* Declares a service, never calls it, and always skips. */
#include <dsreg/svc/http.h>
static const char* const services[] = {DSREG_SVC_HTTP, NULL};
#define PROBE_SERVICES services
#define PROBE_FLAGS DSREG_P_NETWORK
#include "../checked.h"

static void body(const dsreg_host* host)
{
    skip(host, DSREG_SKIP_NOT_APPLICABLE, NULL, "There is nothing to see.");
}
