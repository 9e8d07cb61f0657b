// What can be wrong with the primary refresh token, with its page of the catalog. The causes that
// a refused token shares with others are in common/refusal.h.
#pragma once
#include "common/refusal.h"

namespace prt {

using common::error;
using common::page;

inline constexpr auto absent = error(
    "prt.absent", "There is no primary refresh token",
    "The broker has no primary refresh token for this user: browsers and applications ask for a "
    "password each time, and rules of Conditional Access that want a known device refuse them.",
    "1. Sign in with the work account: with Microsoft's broker in the organisation's portal "
    "(intune-portal), with Himmelblau to the machine itself. 2. See that the network lets the "
    "broker renew the token (see the network checks). 3. See that the clock is right (see "
    "time.skew).",
    nullptr, DSREG_RISK_SAFE,
    "https://learn.microsoft.com/entra/identity/devices/concept-primary-refresh-token");
inline constexpr auto expired = error(
    "prt.expired", "The primary refresh token has expired",
    "The token was not renewed before its stored expiry: the device was off or without network for "
    "too long, or renewing it failed. Single sign-on has ended.",
    "Sign in again: with Microsoft's broker in the organisation's portal (intune-portal), with "
    "Himmelblau to the machine itself. If the clock of this machine is wrong, set it first: see "
    "time.skew.",
    nullptr, DSREG_RISK_SAFE,
    "https://learn.microsoft.com/entra/identity/devices/concept-primary-refresh-token");
inline constexpr auto stale = page(
    DSREG_SEVERITY_WARNING, "prt.stale", "The primary refresh token was not renewed lately",
    "A token is renewed every four hours while the device is in use; this one is older. Where "
    "SSO State shows that a renewal was refused, single sign-on ends when the token expires. Where "
    "it shows none, a sleep or a journey without network explains it, and the broker renews the "
    "token at the next use.",
    "If a renewal was refused, mend what the refusal names. Else use any application with single "
    "sign-on and look again in a quarter of an hour; if the token stays old, look at the network "
    "checks and at the broker's journal.",
    common::broker_journal, DSREG_RISK_SAFE,
    "https://learn.microsoft.com/entra/identity/devices/concept-primary-refresh-token");
inline constexpr auto from_future = page(
    DSREG_SEVERITY_WARNING, "prt.from-future", "The token is newer than the clock",
    "The time that is stored with the primary refresh token lies ahead of this machine's clock. "
    "The clock was set back, or was wrong when the token came; tokens are then refused early or "
    "kept too long.",
    "Set the clock, and let it be kept by a time service: see time.skew.",
    "timedatectl set-ntp true");
inline constexpr auto state_refused = page(
    DSREG_SEVERITY_WARNING, "prt.state-refused", "The broker does not tell of its token",
    "The broker answered the question for the primary refresh token with an error of its own. No "
    "token was asked for: whether there is one is not known, and single sign-on may well work.",
    "Explain the status or the tag of the evidence with dsreg --explain. The SSO Cookie Test shows "
    "whether single sign-on works: see dsreg --diagnose.",
    common::broker_journal);
inline constexpr auto other_user = page(
    DSREG_SEVERITY_INFO, "prt.other-user", "The failed attempt is another user's",
    "On a machine with several users the last failed attempt to get a token may belong to another "
    "one. It is shown with its user's name, and is no failure of the user that this report is for.",
    "Nothing to do for this user. Run dsreg --diagnose --user NAME for the other one.", nullptr);

} // namespace prt
