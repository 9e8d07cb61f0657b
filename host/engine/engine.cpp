#include "engine/engine.h"

#include "engine/call_router.h"
#include "engine/find.h"
#include "engine/loader.h"
#include "engine/observer.h"
#include "engine/roots.h"
#include "engine/runner.h"
#include "engine/worker_words.h"
#include "report/layout.h"
#include "report/order.h"
#include "report/totals.h"

#include <dsreg/probe.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

namespace dsreg::engine {
namespace {

using report::outcome;

// A worker costs three descriptors; the soft limit of 1024 would end at three hundred.
void raise_descriptor_limit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 16'384);
    (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

loader_options options_for(const request& request)
{
    loader_options o;
    o.worker_program = request.libexec + "/dsreg-worker";
    // Starting is mostly waiting for the kernel and the dynamic linker: wider than the cores.
    o.width = request.jobs == 0 ? 4u : std::clamp(request.jobs, 2u, 8u);
    o.in_process = request.in_process;
    o.clock_offset = request.where.clock_offset;
    o.interrupt_fd = request.interrupt_fd;
    return o;
}

status load(loop& on, const request& request, const loader_options& options, graph& g,
            std::vector<ready_module>& ret)
{
    raise_descriptor_limit();
    std::vector<found_module> found;
    if (const status s = find_modules(request.dirs, ::geteuid(), found); !s.ok()) return s;
    return load_modules(on, options, std::move(found), g, ret);
}

// `declared`: place of the declaration among the probe's, from 1.
report::fact_row row_of(const probe_state& p, const wire::fact_decl& d, uint32_t declared, fact f)
{
    report::fact_row row;
    row.data = std::move(f);
    row.probe = p.row.id;
    row.module = p.row.module;
    row.section = d.section;
    row.label = d.label;
    row.declared_type = d.type;
    row.flags = d.flags | row.data.val.flags;
    row.order = d.order;
    row.declared = p.row.declared * 1000 + declared;
    row.partial = p.row.result == outcome::error;
    return row;
}

void add_facts(const probe_state& p, report::report& ret)
{
    uint32_t declared = 0;
    for (const wire::fact_decl& d : p.decl->outputs) {
        declared++;
        for (const fact& f : p.facts)
            if (f.key == d.key) ret.facts.push_back(row_of(p, d, declared, f));
    }
}

// What a run without network leaves open is unknown, not absent: the documented rows of a probe
// that --offline left out stand there, unless another probe has spoken for the row, or the row says
// by itself how its probe ended.
void add_left_open(const probe_state& p, report::report& ret)
{
    if (p.row.result != report::outcome::skip || p.row.reason != "offline") return;
    const report::stand_in* own = report::stand_in_of(p.row.id);
    uint32_t declared = 0;
    for (const wire::fact_decl& d : p.decl->outputs) {
        declared++;
        const bool one_row = (d.flags & (DSREG_F_HIDDEN | DSREG_F_MANY)) == 0 && !d.label.empty();
        if (!one_row || (own != nullptr && own->key == d.key)) continue;
        if (std::any_of(ret.facts.begin(), ret.facts.end(), [&](const report::fact_row& f) {
                return f.section == d.section && f.label == d.label;
            }))
            continue;
        ret.facts.push_back(
            row_of(p, d, declared, {d.key, "", "host", value::unknown("the run is --offline")}));
    }
}

void add_findings(const probe_state& p, report::report& ret)
{
    for (const finding& f : p.findings) {
        const auto& declared = p.decl->findings;
        const auto d = std::find_if(declared.begin(), declared.end(),
                                    [&](const auto& x) { return x.code == f.code; });
        if (d == declared.end()) continue;
        report::finding_row row;
        row.data = f;
        row.probe = p.row.id;
        row.module = p.row.module;
        row.severity = d->severity;
        row.risk = d->risk;
        row.title = d->title;
        row.meaning = d->meaning;
        row.remedy = d->remedy;
        row.command = d->command;
        row.url = d->url;
        row.partial = p.row.result == outcome::error;
        ret.findings.push_back(std::move(row));
    }
}

void fill(const board& b, const std::vector<ready_module>& modules, report::report& ret)
{
    for (const ready_module& m : modules) {
        ret.modules.push_back(m.loaded.row);
        ret.sandbox = weaker(ret.sandbox, m.sandbox);
    }
    for (std::size_t place = 0; place < b.size(); place++) {
        const probe_state& p = b.at(place);
        ret.probes.push_back(p.row);
        add_facts(p, ret);
        add_findings(p, ret);
        ret.timings.push_back({p.row.id, p.started_ns, p.took_ns});
    }
    for (std::size_t place = 0; place < b.size(); place++) add_left_open(b.at(place), ret);
}

} // namespace

status run(const request& request, report::report& ret)
{
    const auto started = clock::now();
    loop on;
    loader_options options = options_for(request);
    options.deadline = started + request.timeout;
    graph g;
    std::vector<ready_module> modules;
    if (const status s = load(on, request, options, g, modules); !s.ok()) return s;

    std::vector<loaded_module> loaded;
    for (const ready_module& m : modules) loaded.push_back(m.loaded);
    board b(g, request.run_facts);
    // Interrupted while modules were loaded, a name may be that of one that was not.
    pollfd end{request.interrupt_fd, POLLIN, 0};
    const bool interrupted = request.interrupt_fd >= 0 && ::poll(&end, 1, 0) == 1;
    if (const status s = select_probes(request, loaded, g, b); !s.ok() && !interrupted) return s;

    report::report out;
    const auto log = [&out](const std::string& kind, std::string_view text) {
        if (out.log.size() < 4096)
            out.log.push_back({"service " + kind, 7, std::string(text.substr(0, wire::text_max))});
    };
    call_router router(on, {request.libexec + "/dsreg-service", request.where, request.passive},
                       log);
    std::vector<std::string> needed;
    for (std::size_t place = 0; place < b.size(); place++)
        if (b.at(place).at != stage::finished)
            for (const std::string& entry : b.at(place).decl->services)
                needed.push_back(parse_wanted(entry).name);
    router.warm_up(needed);
    {
        runner r(on, request, options, modules, b, router, out.log);
        out.complete = r.run(started);
    }
    out.passive = request.passive;
    out.offline = request.offline;
    for (std::size_t place = 0; request.watch != nullptr && place < b.size(); place++)
        request.watch->finished(b.at(place));
    fill(b, modules, out);
    report::sort_report(out);
    out.root_causes = find_roots(out.probes, out.modules);
    out.totals = report::count(out);
    ret = std::move(out);
    return {};
}

status list(const request& request, std::vector<report::listed_module>& ret)
{
    loop on;
    graph g;
    std::vector<ready_module> modules;
    if (const status s = load(on, request, options_for(request), g, modules); !s.ok()) return s;
    std::vector<report::listed_module> out;
    for (ready_module& m : modules)
        out.push_back({m.loaded.row, m.loaded.accepted ? m.loaded.decl : wire::module_decl{}});
    ret = std::move(out);
    return {};
}

} // namespace dsreg::engine
