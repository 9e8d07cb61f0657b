/* Returns without an outcome. */
#include "broken.h"
static void body(const dsreg_host* host)
{
    report(host, ID ".value", 1);
}
