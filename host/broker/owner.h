// Whose broker it is: told from its program, its log identifier and its service file, never from
// the version, because the vendors' numbers collide.
#pragma once
#include "broker/service_file.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dsreg::broker {

// What is known of a program that serves the broker's name.
struct verdict {
    uint32_t vendor = 0; // DSREG_BROKER_*; NONE: the name tells nothing
    bool java = false;
};

verdict judge_program(std::string_view path);
verdict judge_command(const std::vector<std::string>& words);
uint32_t vendor_of_identifier(std::string_view syslog_identifier);

// True for versions up to 2.0.1, the last of the Java era. For Microsoft's brokers only.
bool is_java_version(std::string_view version);

// The service file that a session bus would use, and the program it starts.
struct installed {
    std::string file;    // as the machine names it; "": none found
    std::string program; // first word of Exec=; "": none
    verdict judged;
    bool missing = false;     // the program does not exist
    int64_t program_time = 0; // ns; 0: not known
};

// Looks where session buses look: the user's own folder, then the system's.
installed find_installed(const std::string& device_root, const std::string& home);

} // namespace dsreg::broker
