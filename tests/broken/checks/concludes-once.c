/* Returns without an outcome. */
#include "checked.h"

static void body(const dsreg_host* host)
{
    report(host, FACT_KEY, 1);
}
