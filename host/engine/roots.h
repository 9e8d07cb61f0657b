// Which failures everything else hangs on.
#pragma once
#include "engine/board.h"
#include "report/model.h"

#include <vector>

namespace dsreg::engine {

// One entry for each probe that failed or broke and each rejected module, with the probes that were
// skipped because of it; the one with the most dependents first, then in the report's order.
std::vector<report::root_cause> find_roots(const std::vector<report::probe_row>& probes,
                                           const std::vector<report::module_row>& modules);

} // namespace dsreg::engine
