// Why Microsoft Entra ID, or a broker on its behalf, refuses a token: one word for each thing that
// somebody has to do. Numbers and their meaning: Microsoft Learn, "Microsoft Entra authentication
// and authorization error codes"; status numbers: see broker_words.h.
#pragma once
#include "common/broker_words.h"
#include "common/finding.h"

#include <string_view>

namespace common {

enum class refusal { none, sign_in, password, device, policy, unreachable, storage, other };

// AADSTS number of a server; none: it names none that we know.
inline refusal refusal_of_aadsts(uint32_t number)
{
    switch (number) {
    case 50126: // InvalidUserNameOrPassword
        return refusal::password;
    case 16000: // several sessions, or one that does not fit
    case 50055: // the password has expired
    case 50058: // no session
    case 50072: // a second factor must be set up, or shown (the next four)
    case 50074:
    case 50076:
    case 50078:
    case 50079:
    case 50132: // the session was revoked, or a password was changed
    case 50133:
    case 50144: // an on-premises password has expired
    case 50173: // a fresh sign-in is wanted
    case 70008: // the refresh token has expired, or was not used for too long
    case 70043: // the policy's sign-in frequency
    case 70044:
    case 700082:
        return refusal::sign_in;
    case 50097: // device authentication is wanted
    case 50129: // not workplace joined
    case 50155: // the device is not known, or disabled
    case 50187:
    case 700003:
    case 130007:
    case 130008:
    case 135011:
        return refusal::device;
    case 50005: // the platform is not supported by a policy
    case 50131: // Conditional Access
    case 50158:
    case 53000: // the device is not compliant
    case 53001:
    case 53002:
    case 53003:
    case 530032:
    case 530035:
        return refusal::policy;
    default:
        return refusal::none;
    }
}

// The broker's answer, by the server's number first: the status says less.
inline refusal refusal_of(const dsreg_broker_error& error)
{
    if (error.kind == DSREG_X_NONE) return refusal::none;
    if (const refusal r = refusal_of_aadsts(error.aadsts); r != refusal::none) return r;
    switch (error.status) {
    case 2:  // InteractionRequired
    case 13: // AccountUnusable
        return refusal::sign_in;
    case 3: // NoNetwork
    case 4: // NetworkTemporarilyUnavailable
    case 5: // ServerTemporarilyUnavailable
        return refusal::unreachable;
    case 15: // KeyNotFound
        return refusal::storage;
    case 20: // DeviceNotRegistered
        return refusal::device;
    default:
        return refusal::other;
    }
}

struct refusal_words {
    const char* word; // the hidden fact prt.trouble
    const char* code;
    const char* sentence; // continues "the primary refresh token was not renewed: "
};

inline refusal_words words_of(refusal why)
{
    switch (why) {
    case refusal::sign_in:
        return {"sign-in", "prt.sign-in-needed", "the user has to sign in again"};
    case refusal::password:
        return {"password", "prt.password-wrong", "the user name or the password is wrong"};
    case refusal::device:
        return {"device", "prt.device-rejected", "the tenant does not accept this device"};
    case refusal::policy:
        return {"policy", "prt.policy-blocked", "a policy of the tenant blocks it"};
    case refusal::unreachable:
        return {"unreachable", "prt.unreachable", "the sign-in service was not reached"};
    case refusal::storage:
        return {"storage", "prt.not-stored", "the keyring did not take it"};
    default:
        return {"other", "prt.refused", "it was refused"};
    }
}

// One page for each cause, whichever probe runs into it.
inline constexpr auto prt_sign_in_needed = error(
    "prt.sign-in-needed", "The user has to sign in again",
    "Microsoft Entra ID gives no token silently: the session or the second factor has expired, the "
    "password was changed, or the sign-in frequency of a policy has passed.",
    "Sign in again: with Microsoft's broker in the organisation's portal (intune-portal), with "
    "Himmelblau to the machine itself. dsreg --explain with the AADSTS number of the evidence says "
    "what the tenant asks for.",
    nullptr);
inline constexpr auto prt_password_wrong = error(
    "prt.password-wrong", "The user name or the password is wrong",
    "The sign-in service refused the user's name and password. After a change of an on-premises "
    "password it may not have reached Microsoft Entra ID yet.",
    "Sign in with the right password: with Microsoft's broker in the organisation's portal "
    "(intune-portal), with Himmelblau to the machine itself. If it was just changed, wait for the "
    "next synchronization and try again; repeated wrong attempts lock the account.",
    nullptr);
inline constexpr auto prt_device_rejected = error(
    "prt.device-rejected", "The tenant does not accept this device",
    "The sign-in service refused the device: it was disabled or deleted in the tenant, or is not "
    "registered for this user. In the first minute after a registration the same answer is normal.",
    "Look at the device in the tenant (Devices, All devices): enable it, or, if it is gone, "
    "register this machine again.",
    "dsreg --diagnose --probe device.server-state");
inline constexpr auto prt_policy_blocked = error(
    "prt.policy-blocked", "A policy of the tenant blocks the sign-in",
    "Conditional Access or another policy refused the token: the device is not compliant, the "
    "application is not allowed, or the platform is excluded.",
    "Find the attempt in the tenant's sign-in log by the request id; it names the policy. For a "
    "device that is not compliant, see its compliance state in the organisation's portal "
    "(intune-portal), or with Himmelblau run aad-tool compliance-check.",
    nullptr);
inline constexpr auto prt_unreachable = error(
    "prt.unreachable", "The broker did not reach the sign-in service",
    "The identity broker had no connection to Microsoft Entra ID. A service on the bus does not "
    "see "
    "the proxy of the user's shell: the network may work there and not here.",
    "See the network checks of this report. If a proxy is needed, give it to the session: "
    "dbus-update-activation-environment --systemd HTTPS_PROXY, then end the broker's process.",
    see_endpoints);
inline constexpr auto prt_not_stored = error(
    "prt.not-stored", "The keyring does not keep the token",
    "The broker cannot store its tokens and keys in the user's keyring, or does not find them "
    "there "
    "again. It insists on the collection named login: there is none, it is locked, or another "
    "secret service (KWallet) holds the bus name.",
    "Make a default keyring named login, with a password, and unlock it (seahorse). Where KWallet "
    "answers, let gnome-keyring do so. Then sign in again.",
    "busctl --user tree org.freedesktop.secrets", DSREG_RISK_SAFE,
    "https://github.com/recolic/microsoft-intune-archlinux");
inline constexpr auto prt_refused = error(
    "prt.refused", "The sign-in service or the broker refuses the token",
    "A token was refused with an error that none of the usual causes explains. Single sign-on does "
    "not work until it is gone.",
    "Explain the AADSTS number, the status or the tag of the evidence with dsreg --explain. The "
    "request id finds the attempt in the tenant's sign-in log.",
    broker_journal);
inline constexpr auto prt_no_answer = error(
    "prt.no-answer", "The broker gives no token and no reason",
    "The identity broker did not answer in time, left the session bus inside the call, or could "
    "not be asked at all. As a rule it waits for a locked keyring, or for its system service.",
    "Unlock the keyring and see that the system service runs (microsoft-identity-device-broker, "
    "with Himmelblau himmelblaud); then end the broker's process, the bus starts a new one.",
    broker_journal);
inline constexpr auto prt_garbage = error(
    "prt.garbage", "The broker's answer cannot be read",
    "The broker answered with something else than its protocol has: neither a token nor an error. "
    "Brokers after 2.0.1 changed the shape of these answers; a half-done update does the same.",
    "Bring the broker's packages to one version and end its process; the bus starts a new one.",
    broker_journal);

} // namespace common
