/* Calls a function that the first host of 1.0 did not have. */
#include "checked.h"

static void body(const dsreg_host* host)
{
    const void* const* later = (const void* const*)((const char*)host + DSREG_HOST_SIZE_V1_0);
    report(host, FACT_KEY, *(const void* const volatile*)later == NULL);
    conclude(host, DSREG_PASS);
}
