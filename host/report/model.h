// The report: a plain value. The engine makes it, renderers only read it.
//
// Order (the engine's duty is none; sort_report() in order.h does it): section, layout table,
// module id, declaration, instance. Nothing in it depends on timing but `timings`.
#pragma once
#include "base/value.h"
#include "report/origin.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dsreg::report {

enum class outcome { pass = 1, fail = 2, skip = 3, error = 4 };

// What the host did not take of a probe, or did not answer it, by its name.
struct refusal {
    std::string what; // "fact", "finding", "service", "path", "setting", "input"
    std::string name; // as the module gave it, made safe, at most refusal_name_max bytes
    std::string why;  // "it is not declared"
    uint32_t count = 1;
};
constexpr std::size_t refusals_named = 8, refusal_name_max = 96;

struct probe_row {
    std::string id, module, section, title;
    uint32_t flags = 0; // DSREG_P_*
    uint32_t order = 0;
    uint32_t declared = 0; // place in its module
    outcome result = outcome::error;
    // skip: not-applicable, needs-root, missing-input, offline, disabled, unstable-module
    // error: crashed, exited, timeout, violation, service, internal, rejected, interrupted, not-run
    std::string reason;
    std::string text;              // one sentence: why skipped, what broke ("killed by SIGSEGV")
    uint32_t outer = 0, inner = 0; // fail: codes, 0: none
    std::string about;             // skip missing-input, error rejected: the fact's key
    std::string root_cause;        // probe id or module path at the end of the chain; "": none
    uint32_t refused = 0;          // how often the host refused something; see refusals
    bool required = false;         // --require named it
    std::vector<refusal> refusals; // the first refusals_named different ones
};

struct fact_row {
    fact data;
    std::string probe, module, section, label;
    value_type declared_type{};
    uint32_t flags = 0; // DSREG_F_*, declaration and value together
    uint32_t order = 0;
    uint32_t declared = 0; // place in the probe's outputs, after those of the probes before it
    bool partial = false;  // its probe ended in error
};

struct finding_row {
    finding data;
    std::string probe, module;
    int32_t severity = 3; // DSREG_SEVERITY_*
    uint32_t risk = 0;    // DSREG_RISK_*
    std::string title, meaning, remedy, command, url;
    bool partial = false;
};

struct module_row {
    std::string id, version, vendor, support, license, path;
    std::string origin;   // "bundled", "directory", "environment", "option"
    std::string rejected; // "" or a rejection code of design/sdk.md
    std::string text;     // what was wrong and what to do
    std::vector<std::string> warnings;
};

struct root_cause {
    std::string cause;                   // probe id, or path of a rejected module
    std::string outcome;                 // "fail", "error crashed", "rejected dlopen-failed", ...
    std::vector<std::string> dependents; // probe ids that were skipped because of it, sorted
};

struct log_row {
    std::string probe; // or "service net"
    int32_t level = 6;
    std::string text;
};

struct timing {
    std::string probe;
    int64_t started_ns = 0; // since the start of the run
    int64_t took_ns = 0;
};

struct summary {
    uint32_t passed = 0, failed = 0, skipped = 0, errors = 0, needs_root = 0, warnings = 0;
    uint32_t modules = 0, rejected = 0;
};

struct report : origin {
    int64_t started = 0, ended = 0; // wall clock, ns since 1970
    std::string sandbox;            // weakest level that a worker reached: worker/sandbox.h
    bool complete = true;
    bool passive = false, offline = false;
    std::vector<std::string> notes; // about the run itself, e.g. an ignored environment variable
    std::vector<module_row> modules;
    std::vector<probe_row> probes;
    std::vector<fact_row> facts;
    std::vector<finding_row> findings;
    std::vector<root_cause> root_causes;
    summary totals;
    int exit_code = 0;
    std::vector<timing> timings; // the only member that may differ between two equal runs
    std::vector<log_row> log;    // for --verbose; in no machine format
};

} // namespace dsreg::report
