// What other programs noted about the registration: Intune's portal in the user's home,
// Himmelblau's daemon in its cache.
#pragma once
#include "device/root.h"
#include "wire/device.h"
#include "wire/world.h"

#include <vector>

namespace dsreg::device {

struct notes {
    std::vector<wire::device_record> records;
    std::vector<wire::device_file> files;
    bool denied = false; // root could read more
};

// Of the portal. A user's file is read only when it is that user's and no link leads to it: root
// may be reading. The home may lie on a file system that never answers.
notes read_intune_notes(const wire::world& where, const root& below);
// Of the daemon.
notes read_himmelblau_notes(const root& below);

} // namespace dsreg::device
