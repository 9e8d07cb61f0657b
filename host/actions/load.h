// The shared objects of the actions lie beside dsreg-worker.
#pragma once
#include "base/status.h"

#include <string>

namespace dsreg::actions {

// Loads dsreg-action-`part`.so for as long as the process lives and finds its one symbol.
[[nodiscard]] dsreg::status load(const std::string& part, const char* symbol, void*& ret);

} // namespace dsreg::actions
