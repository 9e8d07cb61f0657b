// Reads a module's descriptors out of its memory into values of our own.
#pragma once
#include "wire/messages.h"

#include <dsreg/probe.h>
#include <string>
#include <vector>

namespace dsreg::worker {

struct rejection {
    std::string code; // "": none
    std::string why;  // one sentence
};

// The run functions, in the order of the probes.
using run_function = void (*)(const dsreg_host*);

// Checks what must hold to read at all (magic, major, sizes, needs_minor, null pointers, lengths).
// What the fields may contain is the host's to check.
rejection read_module(const dsreg_module& module, wire::module_decl& ret,
                      std::vector<run_function>& ret_runs);

} // namespace dsreg::worker
