// The configuration: /etc/dsreg/config.json or --config FILE. schemas/config-1.schema.json
// describes it; this reader refuses what the schema refuses, in sentences.
#pragma once
#include "base/status.h"
#include "base/value.h"
#include "cli/trusted_file.h"

#include <chrono>
#include <string>
#include <vector>

namespace dsreg::cli {

struct config {
    std::string file;   // where it was read; "": no file, all defaults
    std::string tenant; // GUID in lower case, or a domain; "": not given
    std::string cloud;  // "": not given
    std::chrono::milliseconds timeout{0};
    std::vector<std::string> disabled; // globs
    struct budget {
        std::string probe; // id or glob
        std::chrono::milliseconds time{};
    };
    std::vector<budget> timeouts;
    struct setting {
        std::string probe, name;
        value val;
    };
    std::vector<setting> settings; // "extra_hosts" is one of net.endpoints
};

inline constexpr const char* default_config = "/etc/dsreg/config.json";

// `named` is the file of --config, "": the default below `device_root`, which may be missing.
[[nodiscard]] status load_config(const std::string& named, const std::string& device_root,
                                 const trust_rule& rule, config& ret);

[[nodiscard]] status parse_config(const std::string& file, const std::string& text, config& ret);

} // namespace dsreg::cli
