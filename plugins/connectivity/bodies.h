// The three probes' bodies; probe.cpp describes them.
#pragma once
#include <dsreg/probe.hpp>

namespace connectivity {

dsreg::result endpoints(dsreg::host host);
dsreg::result tls_inspection(dsreg::host host);
dsreg::result registration(dsreg::host host);

} // namespace connectivity
