// What the log of earlier registrations can tell, with its page of the catalog.
#pragma once
#include "common/finding.h"

namespace joining {

using common::error;
using common::page;

inline constexpr const char* device_log = "journalctl -u microsoft-identity-device-broker -n 100";
inline constexpr const char* hybrid_url = "https://learn.microsoft.com/entra/identity/devices/"
                                          "troubleshoot-hybrid-join-windows-current";

inline constexpr auto failed = error(
    "join.failed", "The last registration failed",
    "This device tried to register, and the attempt failed. No later success is known. The phase "
    "in the evidence says how far it came: pre-check, discover, auth or join.",
    "Look up the code, the AADSTS number or the tag of the evidence with dsreg --explain, and see "
    "which test of this report fails for the same phase. Repair that, then register again. The "
    "request id finds the attempt in the tenant's logs.",
    device_log, DSREG_RISK_SAFE, hybrid_url);
inline constexpr auto failed_since = page(
    DSREG_SEVERITY_WARNING, "join.failed-since", "A later registration failed",
    "This device holds a registration, and an attempt to register that was made after it failed. "
    "The registration that is there still counts.",
    "If a new registration was meant (another tenant, a move from registered to joined), look up "
    "the code in the evidence and try again. Else there is nothing to do.",
    device_log);
inline constexpr auto unclear = page(
    DSREG_SEVERITY_WARNING, "join.failed-unclear", "A registration failed, perhaps long ago",
    "This device tried to register, and the attempt failed. Whether the device was registered "
    "since cannot be told: its files may not be read, or their test came to no answer.",
    "Run the test again as root. If the device is registered, there is nothing to do; if it is "
    "not, look up the code, the AADSTS number or the tag of the evidence with dsreg --explain.",
    "sudo dsreg --diagnose --probe join.previous");
inline constexpr auto pending = page(
    DSREG_SEVERITY_WARNING, "join.directory-pending", "The directory does not know the device yet",
    "A sync join ended in a directory error: Microsoft Entra ID has no object for this computer "
    "yet. That is expected until the directory has been synchronised; registration breaks in the "
    "join phase until then.",
    "Wait for the next cycle of Microsoft Entra Connect and register again. If it stays, see that "
    "the computer's organizational unit lies in the scope of the synchronisation.",
    nullptr, DSREG_RISK_SAFE, hybrid_url);
inline constexpr auto damaged = error(
    "join.journal-damaged", "The system's journal is damaged",
    "The journal that holds the device service's log is damaged: a file is cut off, overwritten or "
    "no journal at all. Whether an earlier registration failed cannot be known.",
    "Verify the journal. Move a damaged file away and start systemd-journald again; it begins a "
    "new one. A full or failing disk is the usual cause.",
    "journalctl --verify");
inline constexpr auto slow = error(
    "join.journal-slow", "The system's journal is not read in time",
    "Reading the device service's log took longer than a test may. Whether an earlier registration "
    "failed is not known.",
    "See how large the journal is, and shorten it if it takes more than it should.",
    "journalctl --disk-usage");

} // namespace joining
