// Lets an exception cross the border, after it has concluded.
#include <stdexcept>

#include "checked.h"

static void body(const dsreg_host* host)
{
    conclude(host, DSREG_PASS);
    throw std::runtime_error("thrown on purpose");
}
