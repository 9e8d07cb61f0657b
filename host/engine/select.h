// Which probes take part in a run, and which of them are left out before they start. Pure.
#pragma once
#include "engine/board.h"
#include "engine/engine.h"

namespace dsreg::engine {

struct loaded_module {
    report::module_row row;
    wire::module_decl decl;
    bool accepted = false; // by check and graph
};

// Fills the board with the chosen probes, the providers of their inputs, and everything when
// nothing was named. Those that cannot or may not run are finished already (offline, disabled,
// needs-root, a required service that is not offered). An error: a glob or a setting that matches
// nothing; when a module was rejected it may be that module's, and is no error then.
[[nodiscard]] status select_probes(const request& request,
                                   const std::vector<loaded_module>& modules, const graph& g,
                                   board& ret);

// True for a service that this run can offer.
bool is_offered(const std::string& service);

} // namespace dsreg::engine
