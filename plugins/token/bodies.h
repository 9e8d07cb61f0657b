// The three probes' bodies; probe.cpp describes them.
#pragma once
#include <dsreg/probe.hpp>

namespace token {

dsreg::result drs(dsreg::host host);
dsreg::result claims(dsreg::host host);
dsreg::result acquisition(dsreg::host host);

} // namespace token
