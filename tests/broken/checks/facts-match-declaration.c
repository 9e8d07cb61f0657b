/* Reports a text where it declares a number. */
#include "checked.h"

static void body(const dsreg_host* host)
{
    report_text(host, literal("one"));
    conclude(host, DSREG_PASS);
}
