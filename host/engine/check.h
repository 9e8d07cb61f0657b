// What a module says of itself, checked field by field before anything is believed. Pure.
#pragma once
#include "wire/messages.h"

#include <string>

namespace dsreg::engine {

// "" when the descriptor keeps the rules of probe.h; else one sentence that names the field.
// `bundled` modules are "dsreg.<name>" and may use short keys; everybody else's ids, keys and codes
// begin with the module's id.
std::string check_descriptor(const wire::module_decl& module, bool bundled);

} // namespace dsreg::engine
