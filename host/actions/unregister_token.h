// The token that --unregister demands: the right to act for the tenant, shown by whoever asks.
#pragma once
#include "actions/drs_token.h"
#include "base/status.h"
#include "wire/world.h"

#include <chrono>
#include <string>

namespace dsreg::actions {

constexpr std::chrono::seconds longest_for_stdin(60); // the other end may ask a broker first

// All that `fd` gives: one line of at most 64 KiB, without its end. "" in `ret`: there was nothing,
// or it cannot be read at all (it was closed). An error is one sentence without a word of it.
[[nodiscard]] dsreg::status read_token(int fd, std::chrono::milliseconds longest, secret_text& ret);

// Standard input when that is no terminal and says something, else the target user's broker. The
// token is looked at here, goes nowhere and is forgotten. An error: there is no good one.
[[nodiscard]] dsreg::status demand_token(const wire::world& where, const std::string& tenant_id);

} // namespace dsreg::actions
