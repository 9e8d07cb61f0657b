#include "bus/server.h"

#include <atomic>

namespace dsreg::bus {

struct later::once {
    std::function<void(answer)> to_caller;
    std::atomic<bool> used{false};

    ~once()
    {
        try {
            if (!used)
                to_caller(answer::error("org.freedesktop.DBus.Error.Failed",
                                        "the service gave no answer"));
        } catch (...) { // no memory: the caller's own time-out ends its wait
        }
    }
};

later::later(std::function<void(answer)> to_caller) : once_(std::make_shared<once>())
{
    once_->to_caller = std::move(to_caller);
}

void later::operator()(answer given) const
{
    if (!once_->used.exchange(true)) once_->to_caller(std::move(given));
}

} // namespace dsreg::bus
