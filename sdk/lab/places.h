// Where the lab's own files are: beside this program, in the build tree as in an installation.
#pragma once
#include "base/status.h"
#include "scenario.h"

#include <string>
#include <vector>

namespace dsreg::lab {

struct places {
    std::string world, broker, device_service; // programs in libexec/dsreg
    std::string share;                         // keys and certificates
    std::string scenarios;                     // folder
};
status find_places(places& ret);

// Sorted by name. A file that cannot be used is an error.
status all_scenarios(const places& where, std::vector<scenario>& ret);

// `wanted` is the name of a shipped scenario or, when it holds a '/' or ends in ".json", a file.
status find_scenario(const places& where, const std::string& wanted, std::string& ret_file,
                     scenario& ret);

} // namespace dsreg::lab
