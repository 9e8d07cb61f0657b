// Work that must be done with the target user's rights: their session bus, their home.
#pragma once
#include "base/status.h"
#include "wire/world.h"

#include <chrono>
#include <functional>
#include <string>

namespace dsreg::actions {

// Runs `job` as the target user and hands on the bytes it returns (see wire/bytes.h), 1 MiB at the
// most. When that is who we are already, in this process; else in a child that gave up root for
// good, has no environment and no terminal input, and dies with this process or after `longest`.
// Call it while this process has one thread. An error: why there are no bytes; `job` may have
// begun. The caller wipes what is secret in `ret`.
[[nodiscard]] dsreg::status as_user(const wire::world& where, std::chrono::milliseconds longest,
                                    const std::function<std::string()>& job, std::string& ret);

} // namespace dsreg::actions
