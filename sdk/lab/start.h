// Brings a lab to life in a folder of its own: device root, buses, world, descriptor.
#pragma once
#include "base/status.h"
#include "base/unique_fd.h"
#include "places.h"
#include "scenario.h"

#include <string>
#include <sys/types.h>

namespace dsreg::lab {

struct running_lab {
    std::string descriptor_file, session_bus, system_bus;
    unique_fd world_end; // closing it ends the world, which then removes the folder
    pid_t world = 0;
};

// `scenario_file` is where `s` came from. What was started when this fails is the caller's to end.
status start_lab(const places& where, const scenario& s, const std::string& scenario_file,
                 const std::string& folder, running_lab& ret);

} // namespace dsreg::lab
