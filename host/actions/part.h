// The actions that ask a broker or the device in process: --status, --getdrstoken, --unregister,
// --cleanup. Their heavy libraries come with shared objects beside dsreg-worker, loaded when an
// action needs them: dsreg-action-query.so (a bus), dsreg-action-device.so (certificates, when
// there is a file to read) and dsreg-action-change.so (both, and the network). So `dsreg --version`
// and `dsreg
// --diagnose` start without any of it.
#pragma once
#include "cli/environment.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/where.h"

namespace dsreg::actions {

// What an action is called with; it returns the exit code of the process.
struct call {
    const cli::options& chosen;
    const cli::environment& env;
    cli::surroundings& here;
    const cli::messages& out;
};

int status(const call& c);      // in dsreg-action-query.so
int getdrstoken(const call& c); // in dsreg-action-query.so
int unregister(const call& c);  // in dsreg-action-change.so
int cleanup(const call& c);     // in dsreg-action-change.so

// Loads what the action needs and runs it.
int run(const call& c);

} // namespace dsreg::actions

// What each of those objects exports.
extern "C" int dsreg_act(const dsreg::actions::call& c);
