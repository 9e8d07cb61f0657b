// Lets a std::exception cross the border, after it has concluded.
#include "broken.h"
#include <stdexcept>
static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
    throw std::runtime_error("on purpose");
}
