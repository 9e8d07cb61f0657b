/* A probe's id holds characters that an id may not. */
#define PROBE_ID "x.bad-descriptor-id-characters.Probe One"
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
