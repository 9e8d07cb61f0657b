// Finds module files and opens them: what is not a plain, trusted, readable file never gets near a
// worker.
#pragma once
#include "base/unique_fd.h"
#include "engine/engine.h"

#include <string>
#include <vector>

namespace dsreg::engine {

constexpr off_t module_size_max = 64 * 1024 * 1024;

struct found_module {
    report::module_row row; // path, origin, and the rejection if there is one
    unique_fd file;
};

// In the order in which modules are loaded: folder by folder, names sorted. A module file that two
// folders lead to is taken once. An error: a folder that must exist does not.
[[nodiscard]] status find_modules(const std::vector<search_dir>& dirs, uid_t uid,
                                  std::vector<found_module>& ret);

} // namespace dsreg::engine
