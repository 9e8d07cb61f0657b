// Whose report it is: what stands at the head of every machine document.
#pragma once
#include <cstdint>
#include <string>

namespace dsreg::report {

struct origin {
    std::string tool_version, host_name;
    std::string user; // the target user
    uint32_t uid = 0;
    bool elevated = false, lab = false;
    std::string scenario; // of a lab
};

} // namespace dsreg::report
