// Runs the dsreg of Microsoft's own broker package, the one source of the primary refresh token's
// times without the broker's help. A program of somebody else's, so it is looked at first, gets an
// environment of five variables and no input, and is killed with its process group at the deadline.
#pragma once
#include "base/status.h"

#include <chrono>
#include <string>
#include <vector>

namespace dsreg::broker {

constexpr const char* vendor_tool_path = "/usr/bin/dsreg";

// Whose tool may be run, and with what around it.
struct tool_rules {
    bool lab = false;        // then whoever plays the lab stands for root
    bool nested = false;     // dsreg was started by a dsreg
    std::string device_root; // "": the machine's own
    std::string home, runtime_dir, session_bus;
    std::vector<std::string> own; // programs that are ourselves
};

// This process's own program and the dsreg that belongs to it.
std::vector<std::string> own_programs();

// True when dsreg was started by a dsreg.
bool is_nested();

// errc::not_found: there is none, or it is our own. errc::untrusted: others than root could have
// written it. `ret_path` is what to start: no link is left in it.
status find_vendor_tool(const tool_rules& rules, std::string& ret_path);

// What `path --status` prints on its standard output. Ends at the deadline, after five seconds at
// the most. Errors: timeout, too_large (over 64 KiB), protocol (it ended with another code than 0).
status run_vendor_tool(const tool_rules& rules, const std::string& path,
                       std::chrono::steady_clock::time_point deadline, std::string& ret);

} // namespace dsreg::broker
