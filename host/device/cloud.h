// The clouds that Microsoft Entra runs in, each with hosts of its own.
#pragma once
#include <array>
#include <string_view>

namespace dsreg::device {

struct cloud {
    const char* name; // "public"
    const char* host; // of the sign-in service
    const char* resource;
    const char* registration; // host of the device registration service
};

const std::array<cloud, 3>& all_clouds();
// Null: there is no such cloud.
const cloud* find_cloud(std::string_view name);

} // namespace dsreg::device
