// The environment: the few names that mean something to dsreg, read once.
#pragma once
#include "base/status.h"

#include <array>
#include <optional>
#include <string>

namespace dsreg::cli {

// nullopt: not set. A name that is set to nothing is "".
struct environment {
    std::optional<std::string> lab, probe_path, no_color, clicolor_force, columns, term;
    std::optional<std::string> lc_all, lc_ctype, lang; // LC_*: not as root
    std::optional<std::string> sudo_uid, pkexec_uid;   // as root only
    std::optional<std::string> session_bus;            // DBUS_SESSION_BUS_ADDRESS

    // Lower case first, as curl reads them.
    struct variable {
        const char* name;
        std::optional<std::string> value;
    };
    std::array<variable, 4> proxy{
        {{"https_proxy", {}}, {"HTTPS_PROXY", {}}, {"all_proxy", {}}, {"ALL_PROXY", {}}}};
    std::array<variable, 2> no_proxy{{{"no_proxy", {}}, {"NO_PROXY", {}}}};
};

environment read_environment(bool elevated);

// For root: nothing but PATH of the system, TERM, COLUMNS, LANG and the documented names is left in
// the process, so that no library follows what a user set.
void rebuild_environment();

struct proxy_choice {
    std::string url;    // "": none
    std::string source; // "environment variable https_proxy"
    std::string no_proxy;
};

// The first variable that is set and not empty; http_proxy is never read. A malformed one is an
// error that does not repeat it: it may hold a password.
[[nodiscard]] status choose_proxy(const environment& env, proxy_choice& ret);

} // namespace dsreg::cli
