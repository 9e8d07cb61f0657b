// The files of the machine that a lab plays: what distributions and brokers install.
#pragma once
#include "base/status.h"
#include "scenario.h"
#include "wire/world.h"

#include <string>
#include <vector>

namespace dsreg::lab {

// Where the program of this kind of broker is, below the device root; "": there is none.
std::string broker_program(const std::string& kind);
// And the device broker's as it runs; "": there is none.
std::string device_broker_program(const scenario& s);

// Makes the device root in the folder `root`. `broker` is the program to play brokers with, `share`
// the folder of the lab's keys.
// `ret_owners`: who the files belong to on the machine that is played.
status make_device_root(const scenario& s, const std::string& root, const std::string& home,
                        const std::string& broker, const std::string& share,
                        std::vector<wire::owner_entry>& ret_owners);

} // namespace dsreg::lab
