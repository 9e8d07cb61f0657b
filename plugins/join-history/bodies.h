#pragma once
#include <dsreg/probe.hpp>

namespace joining {

dsreg::result previous(dsreg::host host);

} // namespace joining
