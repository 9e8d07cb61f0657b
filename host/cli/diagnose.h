// The actions that run the engine. Each returns the process's exit code.
#pragma once
#include "cli/deliver.h"
#include "cli/environment.h"
#include "cli/messages.h"
#include "cli/where.h"

namespace dsreg::cli {

int diagnose(const options& chosen, const environment& env, surroundings here, const messages& out);
int list_probes(const options& chosen, const environment& env, surroundings here,
                const messages& out);

} // namespace dsreg::cli
