// What can be wrong with the clock, with its page of the catalog.
#pragma once
#include "common/finding.h"

namespace timing {

inline constexpr const char* set_now =
    "Turn time synchronization on (timedatectl set-ntp true) and see that its server can be "
    "reached; chrony sets a clock that is far off at once with chronyc makestep. In a virtual "
    "machine look at the clock of its host, too.";

inline constexpr auto skewed = common::error(
    "time.skew", "The clock is wrong",
    "This machine's time and that of the sign-in service differ by more than five minutes. Tokens "
    "and proofs carry times: what this machine signs may count as expired or as not yet valid, the "
    "primary refresh token may look too old or too young, Kerberos refuses its tickets, and a "
    "clock that is off by days breaks TLS with every server.",
    set_now, "timedatectl status");
inline constexpr auto drift = common::page(
    DSREG_SEVERITY_WARNING, "time.drift", "The clock is off by more than a minute",
    "This machine's time and that of the sign-in service differ by more than one minute. All still "
    "works; from five minutes on, tokens and Kerberos tickets are refused.",
    set_now, "timedatectl status");
inline constexpr auto not_synchronized = common::page(
    DSREG_SEVERITY_WARNING, "time.not-synchronized", "The clock is not synchronized",
    "The machine does not synchronize its clock, or has not managed to. The clock drifts until "
    "sign-in fails for a reason that nobody looks for in the clock.",
    set_now, "timedatectl status");

// Guest tools, ntpd-rs, ptp4l, or the host of a container: more keeps a clock than can be asked.
inline constexpr auto no_known_service = common::page(
    DSREG_SEVERITY_INFO, "time.no-known-service", "Nothing is known that keeps the clock right",
    "None of systemd-timesyncd, chrony, ntpsec, ntpd and openntpd runs, and nothing says whether "
    "the clock is synchronized. Another program, the tools of a virtual machine or the host of a "
    "container may keep it all the same; if nothing does, it drifts until sign-in fails.",
    "Nothing, if you know what keeps the clock. Else turn time synchronization on (timedatectl "
    "set-ntp true).",
    "timedatectl status");

} // namespace timing
