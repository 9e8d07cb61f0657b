/* The later module with the fact x.duplicate-fact.b.value is rejected. */
#define ID "x.duplicate-fact.b"
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
