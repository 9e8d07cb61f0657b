#include "broker/authd.h"

#include <algorithm>

namespace dsreg::broker {

bool authd_is_here(bus::connection& system, bus::clock::time_point deadline)
{
    std::string owner;
    const bus::outcome end = system.name_owner(authd_name, deadline, owner);
    if (end.ok()) return true;
    if (end.kind != DSREG_X_NOT_FOUND) return false;
    std::vector<std::string> names;
    return system.activatable_names(deadline, names).ok() &&
           std::find(names.begin(), names.end(), authd_name) != names.end();
}

} // namespace dsreg::broker
