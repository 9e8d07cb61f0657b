// Connecting to a bus by a deadline. Inside this room only.
#pragma once
#include "bus/compat.h"

namespace dsreg::bus {

outcome connect(const std::string& address, clock::time_point deadline,
                std::unique_ptr<sdbus::IConnection>& ret);

} // namespace dsreg::bus
