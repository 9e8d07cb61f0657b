/* Reports a text where it declares a number. */
#include "broken.h"
static void body(const dsreg_host* host)
{
    const dsreg_fact f = {sizeof f, 0,      ID ".value",
                          NULL,     "test", {DSREG_T_STR, 0, {.s = {"smuggled", 8}}}};
    if (host->fact(host, &f) != DSREG_E_INVALID) return;
    conclude(host, DSREG_PASS);
}
