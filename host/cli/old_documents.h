// The documents of an earlier run: what reads FILE after this run must not take them for its own.
#pragma once
#include "cli/deliver.h"

namespace dsreg::cli {

bool names_a_file(const std::vector<destination>& outputs);

// An error: an output would go into the file that another option reads from.
[[nodiscard]] status check_outputs(const options& chosen, const environment& env);

// Takes away the files that `outputs` names, before the run begins: one that ends early, or is
// killed, leaves none. Only regular files; through a symbolic link, or where the folder forbids
// it, the file is emptied; root leaves links alone.
void remove_old(const std::vector<destination>& outputs, const file_rights& rights,
                const messages& out);

// Instead of the reports of a run that ended with `exit_code` before it had one: a JUnit FILE
// says why, any other one is not written.
void tell_not_run(const options& chosen, const surroundings& here, const file_rights& rights,
                  const std::string& why, int exit_code, const messages& out);

} // namespace dsreg::cli
