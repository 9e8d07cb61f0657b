// Asking systemd for one unit, and the system bus for the owner of a name. Reads only.
#pragma once
#include <dsreg/probe.hpp>
#include <dsreg/svc/dbus.h>

#include <string>

namespace broker {

enum class unit_answer {
    known,      // the states hold
    not_found,  // systemd answers and does not know the unit
    no_systemd, // no system bus, or nobody who is systemd on it
    broken,     // the bus refused, timed out or broke; `code` and the error's words hold
};

struct unit_state {
    unit_answer answer = unit_answer::broken;
    std::string load, active, sub; // "loaded", "inactive", "dead"
    std::string result;            // "success", "exit-code"; "": not said
    std::string user;              // that it runs as; "": root
    bool user_known = false;
    std::string program;     // that it starts; "": not said
    int64_t started = 0;     // ns, its newest process, also one that has ended; 0: not said
    bool reload_due = false; // its file has changed since systemd read it
    std::string error_name, error_text;
    uint32_t code = 0;
};

// DSREG_OK: `ret` holds what systemd said.
dsreg_status ask_systemd(dsreg::host host, const dsreg_svc_dbus& dbus, const char* unit,
                         unit_state& ret);

// False: it could not be asked.
bool ask_owned(dsreg::host host, const dsreg_svc_dbus& dbus, const char* name, bool& ret_owned);

// Has the name an owner, or could the bus start one? False, too, when it could not be asked.
bool is_served(dsreg::host host, const dsreg_svc_dbus& dbus, const char* name);

} // namespace broker
