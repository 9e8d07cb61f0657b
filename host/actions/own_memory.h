// What is secret in this process stays in it.
#pragma once
#include "base/status.h"

namespace dsreg::actions {

// No core and no debugger of this user shows a token or a key from now on. Called before either is
// here. An error: that cannot be had, and nothing secret may be touched.
[[nodiscard]] dsreg::status keep_memory_to_ourselves();

} // namespace dsreg::actions
