// What the command line asks for. parse() refuses everything that cannot be meant; what it returns
// can be run.
#pragma once
#include "base/status.h"
#include "report/exit_code.h"

#include <chrono>
#include <string>
#include <vector>

namespace dsreg::cli {

enum class action {
    status,
    diagnose,
    getdrstoken,
    unregister,
    cleanup,
    explain,
    list_probes,
    help,
    version
};

enum class format { text, json, junit };
enum class colour_choice { automatic, always, never };

struct destination {
    format kind = format::text;
    std::string file; // "": stdout
};

struct options {
    action what = action::status;
    std::string tenant_id;            // lower case; "": not given
    std::vector<destination> outputs; // never empty
    std::vector<std::string> probe_globs, skip_globs, require_globs, plugin_dirs;
    bool passive = false, offline = false, all = false, in_process = false;
    bool quiet = false, yes = false;
    int verbose = 0;                      // 1: info, 2: debug
    std::string cloud;                    // "": not given
    unsigned jobs = 0;                    // 0: two a core
    std::chrono::milliseconds timeout{0}; // 0: not given
    report::fail_on fail_on = report::fail_on::fail;
    colour_choice color = colour_choice::automatic;
    std::string user, config, lab; // "": not given
    std::string explain_code;
    std::string record; // "": not given
};

// An error is one sentence without the program's name. `ret` is untouched then.
[[nodiscard]] status parse(int argc, const char* const* argv, options& ret);

// "--diagnose"
const char* flag_of(action what) noexcept;

} // namespace dsreg::cli
