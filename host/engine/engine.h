// Runs probes: finds modules, takes their descriptors, checks the graph, runs what was chosen in
// isolated workers, routes their calls to the service processes, and fills the report.
//
// Single-threaded; [one thread] throughout. Nothing here touches a network, a bus or a device.
#pragma once
#include "base/status.h"
#include "report/listing.h"
#include "report/model.h"
#include "wire/messages.h"
#include "wire/world.h"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace dsreg::engine {

struct search_dir {
    std::string path;
    std::string origin;      // "bundled", "directory", "environment", "option"
    bool must_exist = false; // --plugin-dir: a missing one is an error, not an empty one
};

struct setting { // from the configuration: one setting of one probe
    std::string probe, name;
    value val;
};

struct probe_timeout {
    std::string probe; // id or glob
    std::chrono::milliseconds budget{};
};

// What a live line may show. Called from the loop; must return at once.
struct progress {
    std::size_t done = 0, running = 0, waiting = 0;
    std::string slowest; // id of the probe that has been running longest; "": none
    std::chrono::milliseconds slowest_for{};
};

class observer;

struct request {
    std::string libexec; // folder of dsreg-worker and dsreg-service
    std::vector<search_dir> dirs;
    wire::world where;
    bool elevated = false; // effective uid 0
    std::vector<std::string> probe_globs, skip_globs, require_globs;
    std::vector<std::string> disabled; // globs, from the configuration
    bool passive = false, offline = false, in_process = false;
    unsigned jobs = 0; // running workers; 0: two a core
    std::chrono::milliseconds timeout{60'000};
    std::vector<setting> settings;
    std::vector<probe_timeout> timeouts;
    std::vector<fact> run_facts; // facts of the host itself, keys "run.…"
    int interrupt_fd = -1;       // readable: stop, kill the children, finish the report
    std::function<void(const progress&)> on_progress;
    observer* watch = nullptr; // observer.h
};

// Runs. An error (errc::invalid) is the caller's mistake: a glob that matches nothing, a setting
// that no probe declares, a --plugin-dir that is not there; the sentence names the nearest. Else
// `ret` gets the whole report but for exit_code, notes and what the cli knows (tool, host, user).
[[nodiscard]] status run(const request& request, report::report& ret);

// Loads the descriptors only.
[[nodiscard]] status list(const request& request, std::vector<report::listed_module>& ret);

} // namespace dsreg::engine
