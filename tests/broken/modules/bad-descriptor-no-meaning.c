/* A finding does not say what it means. */
#define FINDING_MEANING NULL
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
