#pragma once
#include <dsreg/probe.hpp>

namespace timing {

dsreg::result skew(dsreg::host host);

} // namespace timing
