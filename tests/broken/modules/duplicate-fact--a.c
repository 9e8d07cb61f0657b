/* The first module with the fact x.duplicate-fact.b.value: it stays. */
#define FACT_KEY "x.duplicate-fact.b.value"
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
