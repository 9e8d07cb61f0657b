// Who a service process is: the target user, for good.
#pragma once
#include "base/status.h"
#include "wire/world.h"

namespace dsreg::services {

// As root: gives up root for the target user, permanently, unless that is root. Else: checks that
// the process runs as the target user already.
status become_target_user(const wire::world& where);

// For a service that nobody needs root's rights of, even when the target user is root: as root,
// gives them up for those of nobody.
status become_nobody();

// No new privileges, no core file, no tracing by others, private files; death together with the
// host. After the change of user, which would undo the last. An error: the host is gone.
status settle_down(int host_pid);

} // namespace dsreg::services
