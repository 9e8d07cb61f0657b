// Every option, once: the parser registers them, the checks ask which action they go with, --help
// prints them, and a misspelt one is compared with them.
#pragma once
#include "cli/options.h"

#include <array>

namespace dsreg::cli {

enum : unsigned { // actions, as a set
    on_status = 1u << static_cast<unsigned>(action::status),
    on_diagnose = 1u << static_cast<unsigned>(action::diagnose),
    on_getdrstoken = 1u << static_cast<unsigned>(action::getdrstoken),
    on_unregister = 1u << static_cast<unsigned>(action::unregister),
    on_cleanup = 1u << static_cast<unsigned>(action::cleanup),
    on_explain = 1u << static_cast<unsigned>(action::explain),
    on_list = 1u << static_cast<unsigned>(action::list_probes),
    on_all = ~0u,
};

struct option_row {
    const char* name;
    const char* value; // "GLOB"; nullptr: a flag
    bool repeatable;
    unsigned actions;
    const char* help;
};

enum option_id {
    o_tenant_id,
    o_format,
    o_probe,
    o_skip,
    o_require,
    o_passive,
    o_offline,
    o_all,
    o_cloud,
    o_plugin_dir,
    o_jobs,
    o_timeout,
    o_fail_on,
    o_record,
    o_in_process,
    o_user,
    o_config,
    o_color,
    o_verbose,
    o_quiet,
    o_lab,
    o_yes,
    option_count
};

inline constexpr std::array<option_row, option_count> option_table{{
    {"--tenant-id", "GUID", false, on_status | on_diagnose | on_getdrstoken | on_unregister,
     "Only this tenant"},
    {"--format", "FORMAT[=FILE]", true, on_status | on_diagnose | on_list,
     "text, json or, with --diagnose, junit; to FILE instead of the standard output. May be given "
     "several times, at most one without FILE"},
    {"--probe", "GLOB", true, on_diagnose,
     "Run only these probes, and those that provide their inputs"},
    {"--skip", "GLOB", true, on_diagnose, "Leave these probes out"},
    {"--require", "GLOB", true, on_diagnose, "Exit 10 when one of these probes does not conclude"},
    {"--passive", nullptr, false, on_diagnose, "Leave out probes that start or change something"},
    {"--offline", nullptr, false, on_diagnose, "Leave out probes that use the network"},
    {"--all", nullptr, false, on_diagnose, "Show rows that do not apply to this machine, too"},
    {"--cloud", "CLOUD", false, on_diagnose, "public, usgov or china (default: the account's)"},
    {"--plugin-dir", "DIR", true, on_diagnose | on_explain | on_list,
     "Look for probe modules here, too"},
    {"--jobs", "N", false, on_diagnose, "Workers that run at once (default: two a core)"},
    {"--timeout", "SECONDS", false, on_diagnose, "Deadline of the whole run (default: 60)"},
    {"--fail-on", "LEVEL", false, on_diagnose,
     "What makes exit 9: warning, fail or never (default: fail)"},
    {"--record", "DIR", false, on_diagnose,
     "Write down what each probe met and said, in a new folder, so that its tests can play it "
     "again; names of this machine and its user are in it"},
    {"--in-process", nullptr, false, on_diagnose, "Without workers, for debuggers; never as root"},
    {"--user", "NAME", false, on_all,
     "Whose broker, bus and home are meant (default: the caller; under sudo or pkexec the "
     "invoking user)"},
    {"--config", "FILE", false, on_all, "Configuration (default: /etc/dsreg/config.json)"},
    {"--color", "WHEN", false, on_all, "auto, always or never (default: auto)"},
    {"--verbose", nullptr, true, on_all, "Say more on the standard error; twice: everything"},
    {"--quiet", nullptr, false, on_all, "Say nothing but errors on the standard error"},
    {"--lab", "FILE", false, on_all, "Act in the lab that this descriptor describes"},
    {"--yes", nullptr, false, on_cleanup, "Answer the prompt of --cleanup with yes"},
}};

struct action_row {
    const char* name;
    const char* value;
    const char* help;
    const char* needs; // "": nothing
};

inline constexpr std::array<action_row, 9> action_table{{
    {"--status", nullptr, "Show account, device state, Primary Refresh Token and broker (default)",
     ""},
    {"--diagnose", nullptr, "Run the probes, show the outcomes and what is wrong", ""},
    {"--getdrstoken", nullptr, "Print an access token for the device registration service",
     "a signed-in user"},
    {"--unregister", nullptr, "Remove this device from its tenant",
     "root, --tenant-id, a token on the standard input"},
    {"--cleanup", nullptr, "Remove the broker's accounts and tokens of the user",
     "root for the device's keys and certificates"},
    {"--explain", "CODE", "What a finding or an error code means, and what helps", ""},
    {"--list-probes", nullptr, "Show every probe and where it was found", ""},
    {"--help", nullptr, "Show this page", ""},
    {"--version", nullptr, "Show the version", ""},
}};

} // namespace dsreg::cli
