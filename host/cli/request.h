// What the engine is asked for.
#pragma once
#include "cli/where.h"
#include "engine/engine.h"

namespace dsreg::cli {

// The command line beats the configuration. `prefix` is install_prefix().
engine::request make_request(const options& chosen, const surroundings& here,
                             std::vector<engine::search_dir> dirs, const std::string& prefix);

} // namespace dsreg::cli
