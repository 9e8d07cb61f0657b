/* Needs a function that nobody has. */
#include "broken.h"
int dsreg_test_nobody_has_this(void);
static void body(const dsreg_host* host)
{
    report(host, ID ".value", dsreg_test_nobody_has_this());
    conclude(host, DSREG_PASS);
}
