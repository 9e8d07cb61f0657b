/* Needs a function that nobody has; it would be missed when it is called. */
#include "checked.h"

void nobody_has_this_function(void);

static void body(const dsreg_host* host)
{
    nobody_has_this_function();
    conclude(host, DSREG_PASS);
}
