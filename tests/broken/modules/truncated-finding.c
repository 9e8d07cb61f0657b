/* A finding declaration is smaller than it ever was. */
#define FINDING_SIZE 8
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
