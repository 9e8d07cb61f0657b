// Runs a command in a lab, so that nothing is left of either, however it ends.
//
// Two processes: the one that the caller started stays in front, passes signals on and ends as the
// command did; the keeper behind it is the parent of everything. Each cleans up when the other one
// is killed.
#pragma once
#include "places.h"
#include "scenario.h"

#include <string>
#include <vector>

namespace dsreg::lab {

struct command {
    std::vector<std::string> argv;
    std::vector<std::string> extra_env; // "NAME=value"
};

// The exit code: the command's own, 128 + the signal that killed it, 126 or 127 when it cannot be
// executed, 1 when the lab does not start.
int run_in_lab(const places& where, const scenario& s, const std::string& scenario_file,
               const command& what);

} // namespace dsreg::lab
