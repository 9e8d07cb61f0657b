// The actions that run the engine; an action returns the process's exit code.
#pragma once
#include "cli/deliver.h"
#include "cli/environment.h"
#include "cli/messages.h"
#include "cli/where.h"
#include "report/listing.h"

namespace dsreg::cli {

int diagnose(const options& chosen, const environment& env, surroundings here, const messages& out);
int list_probes(const options& chosen, const environment& env, surroundings here,
                const messages& out);

// Every module and what it declares. `interrupt_fd` readable: stop; -1: none.
[[nodiscard]] status list_modules(const options& chosen, const environment& env, surroundings& here,
                                  const messages& out, int interrupt_fd,
                                  std::vector<report::listed_module>& ret);

} // namespace dsreg::cli
