/* Requires a service that no host has. */
#define PROBE_SERVICES services
static const char* const services[] = {"org.example.oracle/1", (void*)0};
#include "broken.h"
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
