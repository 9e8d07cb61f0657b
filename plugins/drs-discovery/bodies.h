// The two probes' bodies; probe.cpp describes them.
#pragma once
#include <dsreg/probe.hpp>

namespace drs {

dsreg::result discovery(dsreg::host host);
dsreg::result issuer(dsreg::host host);

} // namespace drs
