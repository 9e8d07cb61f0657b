#pragma once
#include <dsreg/probe.hpp>

namespace accounts {

dsreg::result signed_in(dsreg::host host);

} // namespace accounts
