#pragma once
#include <dsreg/probe.hpp>

namespace broker {

// The row `Device Mode`, when a broker that answers publishes it; nothing is reported when not.
void report_device_mode(dsreg::host host);

} // namespace broker
