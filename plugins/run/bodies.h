#pragma once
#include <dsreg/probe.hpp>

namespace run {

dsreg::result context(dsreg::host host);

} // namespace run
