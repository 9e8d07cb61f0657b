// What the context of a run can distort, with its page of the catalog.
#pragma once
#include "common/finding.h"

namespace run {

inline constexpr auto not_system = common::page(
    DSREG_SEVERITY_INFO, "run.not-system", "The join would run in another context",
    "A test of the join failed, and dsreg did not run as the system. A device registers from a "
    "system service: its proxy, its rights and its bus may be others than those of this run, so "
    "the join may get further than the test, or less far.",
    "Repeat the diagnosis in the context of the join and compare the two.",
    "sudo systemd-run --pipe --wait dsreg --diagnose", DSREG_RISK_SAFE,
    "https://learn.microsoft.com/entra/identity/devices/troubleshoot-device-dsregcmd");

} // namespace run
