// What can be wrong with the accounts, with its page of the catalog.
#pragma once
#include "common/finding.h"

namespace accounts {

using common::broker_journal;
using common::error;

inline constexpr auto nobody_signed_in = error(
    "user.nobody-signed-in", "Nobody is signed in",
    "The identity broker answers, and knows no account. Without one there is no primary refresh "
    "token: browsers and applications ask for a password each time, and the device is not "
    "registered for this user.",
    "Sign in to the organisation's portal (Microsoft Intune: intune-portal), or with Himmelblau "
    "sign in to the machine with the work account. An account that was there before and is gone "
    "points at the "
    "keyring: it must exist, be the default one and be unlocked.",
    nullptr);
inline constexpr auto sign_in_needed = error(
    "user.sign-in-needed", "The user has to sign in again",
    "The broker knows the user, but Microsoft Entra ID wants an interactive sign-in: a second "
    "factor or the password has expired, or a policy of the tenant asks for it.",
    "Sign in again: with Microsoft's broker in the organisation's portal (intune-portal), with "
    "Himmelblau to the machine itself. The AADSTS number in the evidence says what the tenant asks "
    "for: dsreg --explain AADSTS<number>.",
    nullptr);
inline constexpr auto broker_offline = error(
    "user.broker-offline", "The broker has no network",
    "The broker could not reach Microsoft Entra ID. A service on the bus does not see the proxy of "
    "the user's shell: the network may work there and not here.",
    "See the network checks of this report. If a proxy is needed, give it to the session: "
    "dbus-update-activation-environment --systemd HTTPS_PROXY, then end the broker's process.",
    "dsreg --diagnose --probe 'net.*'");
inline constexpr auto not_registered =
    error("user.device-not-registered", "The broker says the device is not registered",
          "The broker refuses to work for this user because the device has no registration in the "
          "tenant, or lost it.",
          "Register the device again: with Microsoft's broker through the organisation's portal "
          "(intune-portal), with Himmelblau by signing in to the machine with the work account.",
          nullptr);
inline constexpr auto refused = error(
    "user.accounts-refused", "The broker refuses to name its accounts",
    "The broker answered the question for its accounts with an error of its own. Who is signed in "
    "is not known.",
    "Explain the AADSTS number, the status or the tag of the evidence with dsreg --explain. The "
    "request id finds the attempt in the tenant's sign-in log. Himmelblau: see that its daemon "
    "runs (systemctl status himmelblaud).",
    broker_journal);
inline constexpr auto timed_out = error(
    "user.accounts-timeout", "The broker does not name its accounts in time",
    "The broker answers simple questions, but not this one. As a rule it waits for a locked "
    "keyring, or for its system service.",
    "Unlock the keyring and see that the system service runs (microsoft-identity-device-broker, "
    "with Himmelblau himmelblaud); then end the broker's process, the bus starts a new one.",
    broker_journal);
inline constexpr auto died =
    error("user.broker-died", "The broker crashes when asked for its accounts",
          "The broker left the session bus inside the call. Every application that asks for single "
          "sign-on runs into the same crash.",
          "Read the crash in the journal and install the newest version of the broker's package "
          "(microsoft-identity-broker or himmelblau).",
          broker_journal);
inline constexpr auto garbage = error(
    "user.accounts-garbage", "The broker's list of accounts cannot be read",
    "The broker answered, but not with a list of accounts as its protocol has it: no JSON, or "
    "members of the wrong type.",
    "Install the broker's package again. If it stays, its cache is damaged: dsreg --cleanup "
    "removes it, and users must sign in again.",
    "dsreg --cleanup", DSREG_RISK_DESTRUCTIVE);
inline constexpr auto denied = error(
    "user.accounts-denied", "The bus keeps this user from the broker",
    "The session bus refused to deliver the question for the accounts to the broker.",
    "Look for a bus policy or a sandbox (snap, flatpak) that forbids it, and run dsreg outside of "
    "the sandbox.",
    "busctl --user status com.microsoft.identity.broker1");

} // namespace accounts
