/* Keeps the contract: the old server must be gone, so that silence is what it wants to find. */
#define SETTING_NAME "old-server-url"
#include "fetches.h"

static void body(const dsreg_host* host)
{
    uint32_t error = DSREG_X_NONE;
    if (fetch(host, &error) != DSREG_OK) return;
    if (error == DSREG_X_NONE) find(host, ID ".bad");
    conclude(host, error == DSREG_X_NONE ? DSREG_FAIL : DSREG_PASS);
}
