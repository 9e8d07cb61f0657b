// SIGINT and SIGTERM, as a descriptor that the engine polls.
#pragma once
#include "base/unique_fd.h"

namespace dsreg::cli {

// While it lives, the first SIGINT or SIGTERM makes fd() readable and puts both back to what the
// system does: the second one ends the process at once. One at a time. SIGPIPE is ignored.
class interrupt_guard
{
public:
    interrupt_guard();
    interrupt_guard(const interrupt_guard&) = delete;
    interrupt_guard& operator=(const interrupt_guard&) = delete;
    ~interrupt_guard();

    int fd() const noexcept { return read_end_.get(); }
    int exit_code() const noexcept; // 130, 143; 0: no signal came

private:
    unique_fd read_end_, write_end_;
};

} // namespace dsreg::cli
