// The public hosts that device registration and single sign-on use, and what plays in them.
// Source: Microsoft's lists for hybrid join, Windows sign-in on VMs and Intune, per cloud.
#pragma once
#include <string>
#include <vector>

namespace dsreg::lab {

enum class role { login, device_login, drs, packages, other };

struct known_host {
    const char* name;
    role plays;
    const char* login; // sign-in host of the same cloud
    const char* drs;   // registration host of the same cloud
};

const std::vector<known_host>& known_hosts();
// nullptr: not one of ours.
const known_host* find_host(const std::string& name);
// The sign-in host of a cloud: "public", "usgov", "china".
const known_host& login_host(const std::string& cloud);

} // namespace dsreg::lab
