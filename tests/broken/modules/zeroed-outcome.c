/* Concludes with memory that it forgot to fill. */
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, 0);
}
