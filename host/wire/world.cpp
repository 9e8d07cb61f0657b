#include "wire/world.h"

#include <chrono>

namespace dsreg::wire {

int64_t wall_clock(const world& where)
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count() + where.clock_offset;
}

} // namespace dsreg::wire
