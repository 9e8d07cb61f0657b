/* A label would look like two columns. */
#define FACT_LABEL "Value : real"
#include "checked.h"

static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
