// What can be wrong with a broker, with its page of the catalog.
#pragma once
#include "common/finding.h"

namespace broker {

using common::broker_journal;
using common::error;
using common::page;

inline constexpr const char* sso_page =
    "https://learn.microsoft.com/entra/identity/devices/sso-linux";
inline constexpr const char* device_unit_status =
    "systemctl status microsoft-identity-device-broker";

// ---- broker.session-bus
inline constexpr auto no_session_bus = error(
    "broker.no-session-bus", "No user session bus",
    "The identity broker lives on the session bus of a signed-in user, and this user has none. "
    "Usual causes: dsreg was started with sudo, through ssh, by cron or by a service, or nobody "
    "has signed in on this machine. Single sign-on cannot be judged without it; the checks of the "
    "device itself still answer.",
    "Run dsreg in the desktop session of the user who has the trouble. From elsewhere, sign that "
    "user in and name the user with --user. A service or a headless machine gets a session bus "
    "with lingering (loginctl enable-linger USER).",
    "loginctl list-sessions");
inline constexpr auto session_bus_denied = error(
    "broker.session-bus-denied", "The session bus refuses this user",
    "A session bus serves its own user only. dsreg reached one and was turned away, so it belongs "
    "to somebody else: as a rule the address was inherited through sudo or su.",
    "Run dsreg as the user whose session it is, or name that user with --user.",
    "loginctl list-sessions");
inline constexpr auto session_bus_broken = error(
    "broker.session-bus-broken", "The session bus does not answer",
    "There is a session bus for this user, but it gave no usable answer in time. Nothing on it can "
    "be reached, the identity broker included.",
    "Sign out and in again. If it stays, look at the bus in the user's journal.",
    "journalctl --user -u dbus -n 20");

// ---- broker.name
inline constexpr auto not_installed = error(
    "broker.not-installed", "Failed to get broker instance",
    "No identity broker is running in this session, and the session bus knows none that it could "
    "start: none is installed, or its D-Bus service file is missing. Applications and browsers "
    "cannot single sign on, and the device cannot register.",
    "Install a broker: microsoft-identity-broker (it comes with intune-portal) or Himmelblau. If "
    "one is installed, its file com.microsoft.identity.broker1.service must lie in "
    "/usr/share/dbus-1/services; install the package again, then sign out and in. Then look at the "
    "device broker: systemctl status microsoft-identity-device-broker, systemctl start "
    "microsoft-identity-device-broker.",
    device_unit_status, DSREG_RISK_SAFE, sso_page);
inline constexpr auto exec_missing = error(
    "broker.exec-missing", "The broker's program is missing",
    "The session bus knows an identity broker, but the program that its service file names does "
    "not exist. As a rule a package was removed or upgraded halfway, or the service file in the "
    "home folder is left over. Every attempt to sign on fails.",
    "Install the broker's package again (apt-get install --reinstall, or dnf reinstall, with "
    "microsoft-identity-broker or himmelblau), or remove the service file that the evidence names.",
    nullptr, DSREG_RISK_SAFE, sso_page);
inline constexpr auto name_unknown = error(
    "broker.name-unknown", "The bus did not say who the broker is",
    "The session bus answered before, and then failed when it was asked for the identity broker.",
    "Run dsreg again. If it stays, look at the session bus in the user's journal.",
    "journalctl --user -u dbus -n 20");

// ---- broker.start
inline constexpr auto activation_failed = error(
    "broker.activation-failed", "The broker does not start",
    "The session bus can start an identity broker and tried to, but the broker ended before it was "
    "ready, or was not ready in time. Single sign-on does not work in this session.",
    "Read why in the journal. Frequent causes: the device broker is down or masked, no unlocked "
    "keyring, DISPLAY missing in the environment of the bus. A system service that is down: "
    "sudo systemctl start microsoft-identity-device-broker, with Himmelblau himmelblaud.",
    broker_journal);

// ---- broker.version
inline constexpr auto no_answer = error(
    "broker.no-answer", "The broker does not answer",
    "An identity broker holds its name on the session bus but did not answer a simple question in "
    "time. Browsers and applications hang or ask for passwords.",
    "End the broker's process; the bus starts a new one at the next request. If it hangs again, "
    "look at the journal for what it waits for: the keyring, the network, or its system service "
    "(microsoft-identity-device-broker, with Himmelblau himmelblaud).",
    broker_journal);
inline constexpr auto died =
    error("broker.died", "The broker crashes when it is asked",
          "The identity broker left the session bus inside a call. Each request of a browser or an "
          "application starts it again and ends the same way.",
          "Read the crash in the journal and install the newest version of the broker's package "
          "(microsoft-identity-broker or himmelblau). A system service that is down "
          "(microsoft-identity-device-broker, himmelblaud) can take the session's broker with it.",
          broker_journal);
inline constexpr auto garbage = error(
    "broker.garbage", "The broker's answer cannot be read",
    "The identity broker answered with something that is not its protocol (no JSON, or another "
    "type). Something else may hold the broker's name, or the broker is damaged.",
    "See in the evidence which program answered. Install the broker's package again, or remove the "
    "program that took its name.",
    "busctl --user status com.microsoft.identity.broker1");
inline constexpr auto denied = error(
    "broker.denied", "The bus keeps this user from the broker",
    "The session bus refused to deliver the question to the identity broker.",
    "Look for a bus policy or a sandbox (snap, flatpak) that forbids it, and run dsreg outside of "
    "the sandbox.",
    "busctl --user status com.microsoft.identity.broker1");
inline constexpr auto refused = error(
    "broker.refused", "The broker answers with an error",
    "The identity broker runs, and answered the simplest question with an error of its own. With "
    "Himmelblau this is how a daemon that is down shows.",
    "Read the error in the evidence. Himmelblau: start its daemon (sudo systemctl start "
    "himmelblaud). Microsoft: look at the device broker (microsoft-identity-device-broker).",
    common::device_unit_status);
inline constexpr auto java_era = page(
    DSREG_SEVERITY_WARNING, "broker.java-era", "An outdated broker",
    "This broker is of the Java era (2.0.1 or older). It registers the device instead of joining "
    "it, current versions of the portal and of browser extensions no longer work with it, and an "
    "upgrade gives the device a new id.",
    "Upgrade the packages microsoft-identity-broker and intune-portal together (apt-get install "
    "--only-upgrade, or dnf upgrade), then register the device again.",
    nullptr, DSREG_RISK_SAFE, sso_page);

// Also of broker.device-service.
inline constexpr auto restart_needed = page(
    DSREG_SEVERITY_WARNING, "broker.restart-needed", "The broker does not run as it is installed",
    "The broker's program, or the file of its system unit, was replaced, changed or removed while "
    "the broker ran, and the old one goes on until its process ends. What this report says of it "
    "holds for the old one; after an upgrade of only one half, the session's broker and the device "
    "broker may not understand each other.",
    "Restart the device broker. End the session broker's process, too: the bus starts the new one "
    "at the next request (before 2.0.2: systemctl --user restart microsoft-identity-broker; with "
    "Himmelblau: systemctl --user restart himmelblau-broker).",
    "sudo systemctl daemon-reload && sudo systemctl try-restart "
    "'microsoft-identity-device-broker*' "
    "'himmelblaud*'",
    DSREG_RISK_SAFE, sso_page);

// ---- broker.device-service
inline constexpr auto mismatch = error(
    "broker.mismatch", "The two brokers do not belong together",
    "Of the session's broker and the device broker one is of the Java era (2.0.1 or older) and one "
    "is newer. They call methods that the other does not have (UnknownMethod): the device cannot "
    "register or prove what it is, and sign-in ends in errors that name no cause.",
    "Upgrade the half that the evidence calls too old, as a rule the package "
    "microsoft-identity-broker (apt-get install --only-upgrade, or dnf upgrade). Then restart "
    "both: sudo systemctl daemon-reload, sudo systemctl restart microsoft-identity-device-broker, "
    "and end the session broker's process. From 2.0.1 to a newer version the device registers "
    "anew and gets another id.",
    nullptr, DSREG_RISK_SAFE, sso_page);
inline constexpr auto unit_masked = error(
    "broker.device-unit-masked", "The device broker is masked",
    "The system unit that holds the device's keys is masked, so nothing can start it. The device "
    "cannot register or prove what it is. The session's broker hands out what it has cached; once "
    "those tokens end, after about an hour, single sign-on fails, too.",
    "Take the mask away and start the unit that the evidence names: sudo systemctl unmask, then "
    "sudo systemctl start, with microsoft-identity-device-broker, or himmelblaud for Himmelblau.",
    common::device_unit_status);
inline constexpr auto unit_failed = error(
    "broker.device-unit-failed", "The device broker has failed",
    "The system unit that holds the device's keys was started and ended in a failure. The device "
    "cannot register or prove what it is, and the session broker may fail with it.",
    "Read why in the journal, then start the unit again (systemctl start, with the unit that the "
    "evidence names).",
    "journalctl -b -n 50 -u microsoft-identity-device-broker -u himmelblaud");
inline constexpr auto unit_missing = error(
    "broker.device-unit-missing", "The device broker is not installed",
    "A broker for the session is here, but systemd does not know the system unit that belongs to "
    "it: half of the broker is missing. The device cannot register.",
    "Install the broker's package again (microsoft-identity-broker; with Himmelblau: himmelblau), "
    "then run systemctl daemon-reload.",
    common::device_unit_status, DSREG_RISK_SAFE, sso_page);
inline constexpr auto no_system_bus = error(
    "broker.no-system-bus", "The system bus does not answer",
    "systemd could not be asked for the device broker's unit, because the system bus refused, "
    "timed out or broke the connection.",
    "Look at the system bus.", "systemctl status dbus");
inline constexpr auto policy_missing = page(
    DSREG_SEVERITY_WARNING, "broker.policy-missing", "The device broker's bus policy is missing",
    "The device broker's D-Bus service file is installed, its policy file is not. The bus then "
    "denies every call to it (AccessDenied), and registration fails.",
    "Install the broker's package again and reload the bus.", "sudo systemctl reload dbus");

} // namespace broker
