// The three probes' bodies; probe.cpp describes them.
#pragma once
#include <dsreg/probe.hpp>

namespace prt {

dsreg::result state(dsreg::host host);
dsreg::result last_error(dsreg::host host);
dsreg::result sso_cookie(dsreg::host host);

} // namespace prt
