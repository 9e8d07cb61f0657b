/* Keeps the contract: fetches the page that a setting says, whose name does not tell that it is a
 * URL. */
#define SETTING_NAME "page"
#include "fetches.h"

static void body(const dsreg_host* host)
{
    uint32_t error = DSREG_X_NONE;
    if (fetch(host, &error) == DSREG_OK) judge(host, error);
}
