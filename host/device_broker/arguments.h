// The few arguments of dsreg-device-broker.
#pragma once
#include "base/status.h"

#include <chrono>
#include <string>

namespace dsreg::device_broker {

struct arguments {
    std::string lab;               // descriptor; "": DSREG_LAB, else the real machine
    std::chrono::seconds idle{30}; // ends after so long without a call
    bool help = false, version = false;
};

[[nodiscard]] status parse(int argc, const char* const* argv, arguments& ret);
const char* help_text();

} // namespace dsreg::device_broker
