/* A label holds a line break. */
#define FACT_LABEL "Value\n"
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
