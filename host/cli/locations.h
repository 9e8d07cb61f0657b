// Where the rest of dsreg lies, seen from its own executable, and where modules are looked for.
#pragma once
#include "cli/where.h"
#include "engine/engine.h"

namespace dsreg::cli {

// "/usr/bin/dsreg" -> "/usr", "/bin/dsreg" -> ""; nullopt when /proc tells nothing.
std::optional<std::string> install_prefix();

// Bundled modules, the machine's folder (never in a lab), DSREG_PROBE_PATH (never as root: a
// warning instead), --plugin-dir.
std::vector<engine::search_dir> search_dirs(const std::string& prefix, const options& chosen,
                                            const environment& env, surroundings& here);

} // namespace dsreg::cli
