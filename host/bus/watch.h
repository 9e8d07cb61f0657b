// Waiting for a signal of a service, on a connection of its own.
#pragma once
#include "bus/client.h"

#include <memory>
#include <string>

namespace dsreg::bus {

struct signal_kind {
    std::string sender; // unique name
    std::string path, interface, member;
};

// Used by one thread. None is missed that was sent after open() came back.
class watch
{
public:
    watch() noexcept;
    watch(watch&&) noexcept;
    watch& operator=(watch&&) noexcept;
    ~watch();

    outcome open(const std::string& address, const signal_kind& what, clock::time_point deadline);
    // The arguments of the next one. DSREG_X_TIMEOUT: none came.
    outcome next(clock::time_point deadline, items& ret);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace dsreg::bus
