// New GUIDs, as correlation ids of requests.
#pragma once
#include <string>

namespace dsreg {

// Random, version 4, lower case. "": the system has no random numbers to give.
std::string new_guid();

} // namespace dsreg
