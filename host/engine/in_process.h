// --in-process: a module served by a thread of the host, for debuggers. No sandbox, no deadline
// that kills; a crash ends dsreg, which is the point.
#pragma once
#include "base/status.h"
#include "engine/child.h"

namespace dsreg::engine {

[[nodiscard]] status start_in_process(child& worker);

} // namespace dsreg::engine
