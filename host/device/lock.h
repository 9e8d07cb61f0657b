// One change at a time: --unregister and --cleanup of one machine, or of one user, never overlap,
// whether the command line or the device service does them.
#pragma once
#include "base/status.h"
#include "base/unique_fd.h"
#include "wire/world.h"

namespace dsreg::device {

// Held until it goes away or the process ends, however that ends.
class lock
{
public:
    lock() noexcept = default;
    explicit lock(unique_fd held) noexcept : held_(std::move(held)) {}
    lock(lock&& other) noexcept = default;
    lock& operator=(lock&& other) noexcept;
    ~lock() { release(); }

    explicit operator bool() const noexcept { return static_cast<bool>(held_); }

private:
    void release() noexcept;
    unique_fd held_;
};

// `of_root`: the machine's, /run/dsreg/lock; else the target user's, dsreg.lock in
// $XDG_RUNTIME_DIR or /run/user/UID, to be taken with that user's rights. In a lab both lie below
// its device root. An error is one sentence: who holds it (errc::access; the machine's with its
// process), or why there can be none. A user without such a folder gets no lock, and no error:
// nothing there is shared, and a file that somebody else removed counts as removed.
[[nodiscard]] status take_lock(const wire::world& where, bool of_root, lock& ret);

} // namespace dsreg::device
