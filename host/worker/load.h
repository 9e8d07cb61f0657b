// Loads a module and takes its descriptors.
#pragma once
#include "wire/messages.h"
#include "worker/module_reader.h"

#include <vector>

namespace dsreg::worker {

struct loaded_module {
    wire::module_decl decl;
    std::vector<run_function> runs;
};

// From descriptor `fd`, or from `init.path` when `init.by_path`. A loaded module is never unloaded:
// its thread-local destructors and unique symbols would not survive it.
rejection load(const wire::worker_init& init, int fd, loaded_module& ret);

} // namespace dsreg::worker
