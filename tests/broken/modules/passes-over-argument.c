/* Passes over a call without a path, and with no place for the reply. */
#include "asks_file.h"
static void body(const dsreg_host* host)
{
    files(host)->read(host, NULL, NULL, 0, NULL);
    conclude(host, DSREG_PASS);
}
