// Loads a module and takes its descriptors.
#pragma once
#include "wire/messages.h"
#include "worker/module_reader.h"

#include <string>
#include <sys/stat.h>
#include <vector>

namespace dsreg::worker {

struct loaded_module {
    wire::module_decl decl;
    std::vector<run_function> runs;
};

// From descriptor `fd`, or from `init.path` when `init.by_path`. A loaded module is never unloaded:
// its thread-local destructors and unique symbols would not survive it.
rejection load(const wire::worker_init& init, int fd, loaded_module& ret);

// Why whoever is `uid` with `groups` may not open the file `s` of that path: its mode, or what is
// beside the mode.
rejection unreadable(const std::string& path, const struct stat& s, uid_t uid,
                     const std::vector<gid_t>& groups);

} // namespace dsreg::worker
