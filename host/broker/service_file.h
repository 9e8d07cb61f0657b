// D-Bus service files: what a bus would start.
#pragma once
#include "base/status.h"

#include <string>
#include <string_view>
#include <vector>

namespace dsreg::broker {

struct service_file {
    std::string name;               // Name=
    std::vector<std::string> words; // Exec=, split as a shell would, without expansion
    std::string systemd_service;    // SystemdService=
};

// errc::invalid when it has no section [D-BUS Service] with Name= and Exec=.
status parse_service_file(std::string_view text, service_file& ret);

// The words of a command line with quotes and backslashes; false when a quote is left open.
bool split_words(std::string_view line, std::vector<std::string>& ret);

} // namespace dsreg::broker
