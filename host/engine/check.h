// What a module says of itself, checked field by field before anything is believed. Pure.
#pragma once
#include "wire/messages.h"

#include <string>

namespace dsreg::engine {

// "" when the descriptor keeps the rules of probe.h; else one sentence that names the field.
// A module called "dsreg.<name>" may use short keys, and must come from `our_folder`, the one of
// the bundled modules; everybody else's ids, keys and codes begin with the module's id, wherever
// the file lies.
std::string check_descriptor(const wire::module_decl& module, bool our_folder);

} // namespace dsreg::engine
