// The world of a lab, read from the descriptor that dsreg-lab wrote ("dsreg-lab/1").
#pragma once
#include "base/status.h"
#include "cli/target_user.h"
#include "wire/world.h"

#include <string>

namespace dsreg::cli {

// Any failure means: do not run. A lab never falls through to the real machine, so a descriptor
// that could reach it (a bus that is no socket, an address that is not loopback, "/" as the device
// root) is refused, too.
[[nodiscard]] status load_lab_world(const std::string& path, const caller& who, wire::world& ret);

// The same from the descriptor's text; `file` is for the sentences.
[[nodiscard]] status parse_lab_world(const std::string& file, const std::string& text,
                                     wire::world& ret);

// True if an ancestor of this process is dsreg-lab.
bool started_by_lab();

} // namespace dsreg::cli
