// Looks into a shared object without loading it: loading runs its constructors.
#pragma once
#include <string>

namespace dsreg::worker {

enum class elf_verdict {
    exports,   // defines the symbol for others
    no_symbol, // an object without it, or no object at all
    unloadable // an object that this machine cannot load: other architecture, cut short, ...
};

// Reads `fd` from its start, never past its end. `ret_why` gets one sentence unless it exports.
elf_verdict look_for_symbol(int fd, const char* name, std::string& ret_why);

} // namespace dsreg::worker
