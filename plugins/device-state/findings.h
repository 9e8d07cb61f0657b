// What can be wrong with the device's state, with its page of the catalog.
#pragma once
#include "common/finding.h"

namespace device_state {

using common::error;
using common::page;

inline constexpr const char* faq = "https://learn.microsoft.com/entra/identity/devices/faq";

// ---- device.registered
inline constexpr auto not_registered = error(
    "device.not-registered", "The device is not registered",
    "Microsoft Entra ID does not know this machine as a device: no policy that asks for a "
    "registered, compliant or hybrid joined device lets it in, and a primary refresh token, where "
    "there is one, is not bound to it.",
    "1. Check the network connection to Microsoft Entra ID. 2. See that the device meets the "
    "requirements for registration (supported system, allowed users, device limit). 3. Run your "
    "organisation's registration: with Intune its portal (intune-portal), with Himmelblau the "
    "first sign-in to the machine.",
    nullptr);
inline constexpr auto both_joined = error(
    "device.both-joined", "Joined in the cloud and on premises at once",
    "A device is joined either to Microsoft Entra ID or to an on-premises registration service of "
    "AD FS, never to both. This machine holds certificates of both kinds; which one is used is "
    "chance.",
    "Find out which registration is in use, and take the other one's certificate and keys away.",
    "sudo ls -lR /etc/microsoft/identity-broker");
inline constexpr auto enterprise_no_domain =
    error("device.enterprise-no-domain", "Joined on premises without a domain",
          "A device that an AD FS registration service knows is a member of its Active Directory "
          "domain. This machine is not: it left the domain, or the certificate is of another one.",
          "Join the machine to its domain again, or remove the registration if it is a leftover.",
          "realm list");
inline constexpr auto vdi_invalid = page(
    DSREG_SEVERITY_WARNING, "device.vdi-invalid", "Virtual desktop metadata are wrong",
    "The configuration has a vdi object, and it is not as its schema says. Nothing else is read "
    "from it, and the row Virtual Desktop is INVALID.",
    "Correct the object vdi in /etc/dsreg/config.json: provider, type (persistent or "
    "non-persistent), user_mode (single or multi-user), extensions (texts by name).",
    nullptr);
inline constexpr auto mdm_urls_empty = page(
    DSREG_SEVERITY_INFO, "tenant.mdm-urls-empty", "No device management for this user",
    "The tenant published empty addresses of mobile device management: none is configured, or "
    "this user is out of its scope. Addresses that are there would not prove either that the "
    "device is managed.",
    "If the device should be managed, check Mobility (MDM and WIP) in the Entra admin centre: the "
    "user's scope and the discovery URLs.",
    nullptr);

// ---- device.identity
inline constexpr auto id_differs = error(
    "device.id-differs", "The sources name different devices",
    "Certificate, management, broker and token must mean one device. Here they do not: a cloned "
    "image, a registration over an older one, or files of two registrations mixed. Policies see "
    "another device than the one that was made compliant.",
    "See in the tenant which of the devices in the evidence is the right one. Unregister, clean "
    "up, delete the others' objects in the tenant, and register the machine once.",
    "dsreg --status");
inline constexpr auto tenant_differs = error(
    "device.tenant-differs", "The sources name different tenants",
    "A source names a tenant in which this machine has no registration. Whoever signs in there "
    "does so without a device.",
    "Sign in with an account of the tenant that the device is registered in, or register the "
    "device in the other one.",
    "dsreg --status");

// ---- device.server-state
inline constexpr auto disabled = error(
    "device.disabled", "The device is disabled in the tenant",
    "The device's object exists in the tenant and was disabled, by an administrator or by a rule "
    "for stale devices. Nobody gets a new token on this machine until it is enabled; single "
    "sign-on fails once the cached tokens end, after about an hour.",
    "An administrator enables the device in the Entra admin centre. It may take an hour until "
    "every service has noticed.",
    nullptr, DSREG_RISK_SAFE, faq);
inline constexpr auto deleted = error(
    "device.deleted", "The device was deleted in the tenant",
    "The tenant has no object for this device any more, while the machine still holds its "
    "certificate. It was deleted there, or the registration never arrived. "
    "Nobody gets a new token with it; single sign-on fails once the cached tokens end, after about "
    "an hour.",
    "Right after a registration wait a minute and test once more first. A device that was deleted "
    "less than 30 days ago an administrator may be able to restore in the tenant. Else clean up "
    "what is left on the machine and register it again.",
    "sudo dsreg --cleanup", DSREG_RISK_DESTRUCTIVE, faq);
inline constexpr auto inconclusive = error(
    "device.auth-check-inconclusive", "The device's state could not be found out",
    "The sign-in service was asked whether it knows this device, and gave no answer from which "
    "that follows: the network, the clock or the request itself stood in the way. It does not "
    "mean that the device is disabled or deleted.",
    "Mend what the network and clock tests of this report say, then test again. The AADSTS number "
    "in the evidence, if there is one, is explained by dsreg --explain.",
    "dsreg --diagnose --probe 'net.*'");

} // namespace device_state
