// The hosts of each cloud that a device and its broker talk to.
// Sources: Microsoft Learn, "Configure Microsoft Entra hybrid join", "Plan your device deployment",
// "Sign in to a Linux virtual machine", "Network endpoints for Microsoft Intune".
#pragma once
#include "common/clouds.h"

#include <string>
#include <vector>

namespace connectivity {

struct target {
    std::string host;
    unsigned port = 443;
    bool needed = true;   // else: only some set-ups need it, a warning
    const char* use = ""; // what does not work without it
};

std::vector<target> hosts_of(const common::cloud& cloud);

// Device certificates are proved to these two: inspection of their TLS breaks that.
std::string device_login(const common::cloud& cloud);

// The setting "extra-hosts": HOST or HOST:PORT, one a line. False for an entry that is neither.
bool parse_extra(std::string_view entry, target& ret);

} // namespace connectivity
