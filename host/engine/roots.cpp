#include "engine/roots.h"

#include <algorithm>

namespace dsreg::engine {

using report::outcome;

std::vector<report::root_cause> find_roots(const std::vector<report::probe_row>& probes,
                                           const std::vector<report::module_row>& modules)
{
    std::vector<report::root_cause> roots;
    for (const report::probe_row& p : probes) {
        if (p.result == outcome::fail && p.root_cause.empty()) roots.push_back({p.id, "fail", {}});
        // That the run ended is nobody's fault; its rows say so.
        if (p.reason == "interrupted" || p.reason == "not-run") continue;
        if (p.result == outcome::error && p.root_cause.empty())
            roots.push_back({p.id, "error " + p.reason, {}});
    }
    for (const report::module_row& m : modules)
        if (!m.rejected.empty()) roots.push_back({m.path, "rejected " + m.rejected, {}});

    for (const report::probe_row& p : probes) {
        if (p.root_cause.empty()) continue;
        const auto root = std::find_if(roots.begin(), roots.end(),
                                       [&](const auto& r) { return r.cause == p.root_cause; });
        if (root != roots.end()) root->dependents.push_back(p.id);
    }
    for (report::root_cause& r : roots) std::sort(r.dependents.begin(), r.dependents.end());
    std::stable_sort(roots.begin(), roots.end(), [](const auto& a, const auto& b) {
        return a.dependents.size() > b.dependents.size();
    });
    return roots;
}

} // namespace dsreg::engine
