// Throws in the constructor of a static object.
#include "broken.h"
#include <stdexcept>
static struct thrower {
    thrower() { throw std::runtime_error("no"); }
} object;
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
}
