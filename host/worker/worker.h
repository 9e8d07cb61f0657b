// A worker: loads one module, says what it holds, and runs its probes when it is told to.
#pragma once
#include "base/unique_fd.h"

namespace dsreg::worker {

constexpr int socket_fd = 3; // of a worker process: to the host
constexpr int module_fd = 4; // of a worker process: the opened file of the module

struct options {
    bool in_process = false; // on a thread of the host, for debuggers: no sandbox, load by path
};

// Serves until the host closes the socket or the module is rejected. 0: it ended as it should;
// 1: the host said something that is no message of ours.
int serve(unique_fd socket, const options& options);

} // namespace dsreg::worker
