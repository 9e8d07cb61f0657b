/* A fact declaration is smaller than it ever was. */
#define FACT_SIZE 8
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
