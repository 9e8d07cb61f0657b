// Do the session's broker and the device's belong together? An upgrade that restarts only one of
// them leaves a C++ broker that calls methods of a Java one, or the other way round.
#pragma once
#include "broker/unit.h"

namespace broker {

enum class era { unknown, java, cpp };

struct device_era {
    era what = era::unknown;
    std::string user;        // that it runs as
    const char* source = ""; // "systemd", "service file"
};

// The Java device broker runs as a user of its own, the C++ one as root: as systemd has loaded the
// unit, else as the bus's service file says.
device_era era_of(const unit_state& unit, std::string_view service_file);

// True: they do not belong together, and the finding is reported.
bool report_mismatch(dsreg::host host, const char* unit_name, const device_era& device);

} // namespace broker
