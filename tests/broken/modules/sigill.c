/* Executes an illegal instruction. */
#include "broken.h"
static void body(const dsreg_host* host)
{
    (void)host;
    __builtin_trap();
}
