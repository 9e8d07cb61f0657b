#include "cli/request.h"

namespace dsreg::cli {

engine::request make_request(const options& chosen, const surroundings& here,
                             std::vector<engine::search_dir> dirs, const std::string& prefix)
{
    const config& c = here.config;
    engine::request r;
    r.libexec = prefix + "/libexec/dsreg";
    r.dirs = std::move(dirs);
    r.where = here.world;
    r.elevated = here.world.elevated;
    r.probe_globs = chosen.probe_globs;
    r.skip_globs = chosen.skip_globs;
    r.require_globs = chosen.require_globs;
    r.disabled = c.disabled;
    r.passive = chosen.passive;
    r.offline = chosen.offline;
    r.in_process = chosen.in_process;
    r.jobs = chosen.jobs;
    if (chosen.timeout.count() > 0)
        r.timeout = chosen.timeout;
    else if (c.timeout.count() > 0)
        r.timeout = c.timeout;
    for (const config::setting& s : c.settings) r.settings.push_back({s.probe, s.name, s.val});
    for (const config::budget& b : c.timeouts) r.timeouts.push_back({b.probe, b.time});
    r.run_facts = run_facts(chosen, here);
    return r;
}

} // namespace dsreg::cli
