// Where this run acts, for whom, and with which configuration: made from options and environment.
#pragma once
#include "cli/config.h"
#include "cli/environment.h"
#include "cli/options.h"
#include "cli/target_user.h"
#include "report/origin.h"
#include "wire/world.h"

namespace dsreg::cli {

struct surroundings {
    caller who;
    wire::world world;
    cli::config config;
    std::vector<std::string> warnings; // sentences for stderr, and notes of the report
};

// An error is exit 1.
[[nodiscard]] status find_surroundings(const options& chosen, const environment& env,
                                       surroundings& ret);

// What the host itself knows, for the probes: run.user.uid, run.tenant, ...
std::vector<fact> run_facts(const options& chosen, const surroundings& here);

// What heads every machine document of such a run.
report::origin origin_of(const surroundings& here);

} // namespace dsreg::cli
