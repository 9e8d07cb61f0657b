#pragma once
#include <dsreg/probe.hpp>

namespace device_state {

dsreg::result registered(dsreg::host host);
dsreg::result identity(dsreg::host host);
dsreg::result server_state(dsreg::host host);

} // namespace device_state
