#include "report/exit_code.h"

#include <dsreg/probe.h>

#include <algorithm>

namespace dsreg::report {

int exit_code(const report& r, fail_on when)
{
    const auto any = [&](outcome result) {
        return std::any_of(r.probes.begin(), r.probes.end(),
                           [&](const probe_row& row) { return row.result == result; });
    };
    const bool warned =
        std::any_of(r.findings.begin(), r.findings.end(),
                    [](const finding_row& row) { return row.severity == DSREG_SEVERITY_WARNING; });
    const bool passed = any(outcome::pass), failed = any(outcome::fail);
    if (when != fail_on::never && failed) return exit_failed;
    if (when == fail_on::warning && warned) return exit_failed;

    const bool rejected = std::any_of(r.modules.begin(), r.modules.end(),
                                      [](const module_row& row) { return !row.rejected.empty(); });
    const bool required_missing =
        std::any_of(r.probes.begin(), r.probes.end(), [](const probe_row& row) {
            return row.required && row.result != outcome::pass && row.result != outcome::fail;
        });
    if (any(outcome::error) || rejected || required_missing) return exit_inconclusive;
    return passed || failed ? exit_passed : exit_nothing;
}

} // namespace dsreg::report
