#include "report/totals.h"

#include <dsreg/probe.h>

namespace dsreg::report {

summary count(const report& r)
{
    summary totals;
    for (const probe_row& row : r.probes) {
        switch (row.result) {
        case outcome::pass:
            totals.passed++;
            break;
        case outcome::fail:
            totals.failed++;
            break;
        case outcome::skip:
            totals.skipped++;
            break;
        case outcome::error:
            totals.errors++;
            break;
        }
        if (row.result == outcome::skip && row.reason == "needs-root") totals.needs_root++;
    }
    for (const finding_row& row : r.findings)
        if (row.severity == DSREG_SEVERITY_WARNING) totals.warnings++;
    for (const module_row& row : r.modules) {
        totals.modules++;
        if (!row.rejected.empty()) totals.rejected++;
    }
    return totals;
}

std::string summary_text(const summary& totals)
{
    std::string out = std::to_string(totals.passed) + " passed, " + std::to_string(totals.failed) +
                      " failed, " + std::to_string(totals.skipped) + " skipped, " +
                      std::to_string(totals.errors) + (totals.errors == 1 ? " error" : " errors");
    if (totals.needs_root > 0)
        out += "; " + std::to_string(totals.needs_root) +
               (totals.needs_root == 1 ? " needs root" : " need root");
    return out;
}

} // namespace dsreg::report
