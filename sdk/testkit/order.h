// What a probe is told when it is run: the world, as the host would hand it over.
#pragma once
#include "wire/messages.h"

#include <dsreg/testkit.hpp>

namespace dsreg::testkit {

// Throws std::logic_error when the world lacks what the probe requires: dsreg would not run it.
wire::run_order order_for(const world& where, const wire::module_decl& module,
                          const wire::probe_decl& decl);

} // namespace dsreg::testkit
