// What the machine itself says of its clock. Reads only, and starts nothing: timedated sleeps until
// somebody wakes it, so a machine where it does not run is asked for the services behind it.
#pragma once
#include <dsreg/probe.hpp>

#include <string>

namespace timing {

enum class known { no, yes, unknown };

struct sync_state {
    known service = known::unknown;      // a service keeps the clock
    known synchronized = known::unknown; // the clock has been set by one
    // None of the time services that are known here runs. Another may, or the host of a container
    // or a virtual machine keeps the clock.
    bool none_known = false;
    std::string name; // "chrony.service"; "": not known
    const char* source = "timedated";
};

// False: the host could not carry a call out.
bool ask_sync(dsreg::host host, sync_state& ret);

} // namespace timing
