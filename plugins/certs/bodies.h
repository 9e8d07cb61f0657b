#pragma once
#include <dsreg/probe.hpp>

namespace certs {

dsreg::result certificate(dsreg::host host);
dsreg::result key_match(dsreg::host host);

} // namespace certs
