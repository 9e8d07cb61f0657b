#include "build_id.h"

#include "wire/frame.h"

namespace dsreg::wire {

const char* build_id() noexcept
{
    return DSREG_BUILD_ID;
}
const char* version() noexcept
{
    return DSREG_VERSION;
}

} // namespace dsreg::wire
