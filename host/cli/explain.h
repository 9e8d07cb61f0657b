// --explain CODE: from the installed catalog; codes of third parties from their modules.
#pragma once
#include "cli/environment.h"
#include "cli/messages.h"
#include "cli/options.h"

namespace dsreg::cli {

// Returns the process's exit code: 1 when nobody knows the word. Needs no bus and no network.
int explain(const options& chosen, const environment& env, const messages& out);

} // namespace dsreg::cli
