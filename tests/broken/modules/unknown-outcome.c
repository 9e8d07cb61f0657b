/* Concludes with an outcome that does not exist. */
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, 7);
}
