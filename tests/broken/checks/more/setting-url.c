/* Keeps the contract: fetches the page that a setting says. */
#define SETTING_NAME "url"
#include "fetches.h"

static void body(const dsreg_host* host)
{
    uint32_t error = DSREG_X_NONE;
    if (fetch(host, &error) == DSREG_OK) judge(host, error);
}
