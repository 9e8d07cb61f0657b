// What the registration of a device left on the machine: certificates, keys and notes.
#pragma once
#include "scenario.h"
#include "tree.h"

#include <string>

namespace dsreg::lab {

// `share` holds the keys that the build made; `home` is the user's, below the device root.
void write_registration(tree& t, const scenario& s, const std::string& share,
                        const std::string& home);

} // namespace dsreg::lab
