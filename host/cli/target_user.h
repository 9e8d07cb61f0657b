// Who runs dsreg, and whose broker, bus and home are meant.
#pragma once
#include "base/status.h"
#include "cli/environment.h"

#include <optional>
#include <string>
#include <sys/types.h>

namespace dsreg::cli {

struct caller {
    uid_t uid = 0; // effective
    bool elevated = false;
    std::optional<uid_t> invoked_by; // sudo's or pkexec's user, as root only
};

// An error when SUDO_UID or PKEXEC_UID holds no number, or when dsreg was installed setuid.
[[nodiscard]] status identify_caller(const environment& env, caller& ret);

// Whose doing a root process is: the invoking user, else who logged in (the kernel's login uid).
// None: the system itself.
std::optional<uid_t> person_behind(const caller& who);

struct account {
    uid_t uid = 0;
    gid_t gid = 0;
    std::string name, home;
};

// From the user database; errc::not_found when there is none.
[[nodiscard]] status find_account(uid_t uid, account& ret);
[[nodiscard]] status find_account(const std::string& name, account& ret);

// --user NAME, else the invoking user, else the caller. Only root may name somebody else.
[[nodiscard]] status choose_target(const caller& who, const std::string& user, account& ret);

struct session_bus {
    std::string address; // "": none
    std::string why;     // then: one sentence
};

// The target user's session bus. The caller's variable counts only for the caller's own bus.
session_bus find_session_bus(const caller& who, const account& target, const environment& env,
                             const std::string& run_user_dir = "/run/user");

// Only sockets of this machine: other kinds of D-Bus addresses start programs or leave it.
bool is_local_bus_address(const std::string& address);

} // namespace dsreg::cli
