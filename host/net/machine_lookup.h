// What every program on this machine gets for a name: getaddrinfo, but with a deadline.
#pragma once
#include "net/address.h"
#include "net/wait.h"

#include <memory>
#include <string>
#include <vector>

namespace dsreg::net {

// One getaddrinfo on a thread of its own. It cannot be cancelled, so it is detached: it owns its
// state together with the caller, and may end long after everybody has stopped waiting.
class machine_lookup
{
public:
    machine_lookup(std::string name, uint16_t port);

    // True when it has ended; false when the time is over. May be asked again.
    bool wait(time_point until) const;

    // After wait() was true. 0 or EAI_*; the addresses in the order in which to try them.
    int code() const;
    int system_errno() const; // for EAI_SYSTEM
    std::vector<endpoint> addresses() const;

private:
    struct shared;
    std::shared_ptr<shared> shared_;
};

} // namespace dsreg::net
