/* Skips without a sentence. */
#include "checked.h"

static void body(const dsreg_host* host)
{
    skip(host, DSREG_SKIP_NOT_APPLICABLE, NULL, "");
}
