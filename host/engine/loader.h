// Takes the descriptors: each module file is loaded in a worker of its own, which stays for the
// run.
#pragma once
#include "engine/child.h"
#include "engine/find.h"
#include "engine/graph.h"
#include "engine/select.h"
#include "worker/sandbox.h"

#include <memory>
#include <vector>

namespace dsreg::engine {

struct ready_module {
    loaded_module loaded;
    unique_fd file;                // kept open: what was checked is what is loaded again
    std::unique_ptr<child> worker; // idle; nullptr: start one when it is needed
    std::string sandbox;
};

struct loader_options {
    std::string worker_program;
    unsigned width = 2; // started at once
    bool in_process = false;
    int64_t clock_offset = 0;
    uint32_t tasks_most = worker::tasks_allowed();         // of all workers of the run
    int interrupt_fd = -1;                                 // readable: load no more
    clock::time_point deadline = clock::time_point::max(); // of the whole run
};

// Starts a worker for a module and sends it its first frame.
[[nodiscard]] status start_worker(child& worker, const loader_options& options, int file,
                                  const std::string& path);

// Loads, checks and links all modules; the order of `found` decides who is later. An error:
// dsreg was replaced while it ran, or nothing can be started at all.
[[nodiscard]] status load_modules(loop& on, const loader_options& options,
                                  std::vector<found_module> found, graph& ret_graph,
                                  std::vector<ready_module>& ret);

} // namespace dsreg::engine
