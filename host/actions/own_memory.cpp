#include "actions/own_memory.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace dsreg::actions {

dsreg::status keep_memory_to_ourselves()
{
    const rlimit none{0, 0};
    if (::setrlimit(RLIMIT_CORE, &none) == 0 && ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
        return {};
    return {errc::io, "the kernel does not keep the memory of this process from others, so nothing "
                      "was done"};
}

} // namespace dsreg::actions
