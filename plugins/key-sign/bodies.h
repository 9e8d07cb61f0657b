#pragma once
#include <dsreg/probe.hpp>

namespace key_sign {

dsreg::result sign(dsreg::host host);
dsreg::result recovery(dsreg::host host);

} // namespace key_sign
