#include "engine/select.h"

#include "base/nearest.h"
#include "base/text.h"

#include <dsreg/probe.h>

#include <algorithm>
#include <set>

namespace dsreg::engine {
namespace {

using report::outcome;

bool any_match(const std::vector<std::string>& globs, const std::string& id)
{
    return std::any_of(globs.begin(), globs.end(),
                       [&](const auto& g) { return glob_match(g, id); });
}

class selector
{
public:
    selector(const request& r, const std::vector<loaded_module>& modules, const graph& g)
        : request_(r), modules_(modules), graph_(g)
    {
        for (std::size_t m = 0; m < modules.size(); m++) {
            some_rejected_ = some_rejected_ || !modules[m].row.rejected.empty();
            if (!modules[m].accepted) continue;
            for (std::size_t p = 0; p < modules[m].decl.probes.size(); p++) {
                all_.push_back({m, p});
                ids_.push_back(decl({m, p}).id);
            }
        }
    }

    status check_names() const
    {
        const std::pair<const char*, const std::vector<std::string>*> lists[] = {
            {"--probe", &request_.probe_globs},
            {"--skip", &request_.skip_globs},
            {"--require", &request_.require_globs},
            {"disabled in the configuration:", &request_.disabled}};
        for (const auto& [name, globs] : lists)
            for (const std::string& glob : *globs)
                if (!some_rejected_ && std::none_of(ids_.begin(), ids_.end(), [&](const auto& id) {
                        return glob_match(glob, id);
                    }))
                    return {errc::invalid, std::string(name) + " " + glob + " matches no probe" +
                                               hint(glob, ids_)};
        for (const probe_timeout& t : request_.timeouts)
            if (!some_rejected_ && !matches_any(t.probe))
                return {errc::invalid, "timeouts in the configuration: " + t.probe +
                                           " matches no probe" + hint(t.probe, ids_)};
        return check_settings();
    }

    void fill(board& ret)
    {
        std::set<probe_ref> chosen;
        for (const probe_ref ref : all_)
            if (wanted_by_name(decl(ref).id)) take_with_providers(ref, chosen);
        for (const probe_ref ref : all_) {
            if (chosen.count(ref) == 0) continue;
            ret.add(state_of(ref));
        }
        ret.link();
    }

private:
    const wire::probe_decl& decl(probe_ref ref) const
    {
        return modules_[ref.module].decl.probes[ref.probe];
    }

    bool matches_any(const std::string& glob) const
    {
        return std::any_of(ids_.begin(), ids_.end(),
                           [&](const auto& id) { return glob_match(glob, id); });
    }

    static std::string hint(const std::string& word, const std::vector<std::string>& names)
    {
        const std::string near = nearest(word, names);
        return near.empty() ? std::string("; see dsreg --list-probes")
                            : "; did you mean " + near + "?";
    }

    status check_settings() const
    {
        for (const setting& s : request_.settings) {
            const probe_ref* ref = graph_.find(s.probe);
            if (ref == nullptr && some_rejected_) continue;
            if (ref == nullptr)
                return {errc::invalid,
                        "configuration: there is no probe " + s.probe + hint(s.probe, ids_)};
            const std::vector<std::string>& names = decl(*ref).settings;
            if (std::find(names.begin(), names.end(), s.name) != names.end()) continue;
            const std::string near = nearest(s.name, names);
            return {errc::invalid, "configuration: the probe " + s.probe + " has no setting " +
                                       s.name +
                                       (near.empty() ? "" : "; did you mean " + near + "?")};
        }
        return {};
    }

    bool wanted_by_name(const std::string& id) const
    {
        if (request_.probe_globs.empty()) return true;
        return any_match(request_.probe_globs, id) || any_match(request_.require_globs, id);
    }

    void take_with_providers(probe_ref ref, std::set<probe_ref>& chosen) const
    {
        std::vector<probe_ref> open{ref};
        while (!open.empty()) {
            const probe_ref at = open.back();
            open.pop_back();
            if (!chosen.insert(at).second) continue;
            for (const std::string& entry : decl(at).inputs)
                if (const probe_ref* from = graph_.provider(parse_wanted(entry).name))
                    open.push_back(*from);
        }
    }

    probe_state state_of(probe_ref ref) const
    {
        const wire::probe_decl& d = decl(ref);
        probe_state s;
        s.ref = ref;
        s.decl = &d;
        s.row.id = d.id;
        s.row.module = modules_[ref.module].decl.id;
        s.row.section = d.section;
        s.row.title = d.title;
        s.row.flags = d.flags;
        s.row.order = d.order;
        s.row.declared = static_cast<uint32_t>(ref.probe);
        s.row.required = any_match(request_.require_globs, d.id);
        leave_out(d, s);
        return s;
    }

    void leave_out(const wire::probe_decl& d, probe_state& s) const
    {
        const auto skip = [&](const char* reason, std::string text) {
            s.at = stage::finished;
            s.row.result = outcome::skip;
            s.row.reason = reason;
            s.row.text = std::move(text);
        };
        if (any_match(request_.skip_globs, d.id)) return skip("disabled", "left out by --skip");
        if (any_match(request_.disabled, d.id))
            return skip("disabled", "left out by the configuration");
        if (request_.offline && (d.flags & DSREG_P_NETWORK) != 0)
            return skip("offline", "needs the network, and the run is --offline");
        if (request_.passive && (d.flags & DSREG_P_ACTIVE) != 0)
            return skip("disabled", "may leave a trace, and the run is --passive");
        if (!request_.elevated && (d.flags & DSREG_P_NEEDS_ROOT) != 0)
            return skip("needs-root", "root would see more");
        for (const std::string& entry : d.services) {
            const wanted service = parse_wanted(entry);
            if (service.optional || is_offered(service.name)) continue;
            s.at = stage::finished;
            s.row.result = outcome::error;
            s.row.reason = "service";
            s.row.text = "this dsreg does not offer the service " + service.name;
            return;
        }
    }

    const request& request_;
    const std::vector<loaded_module>& modules_;
    const graph& graph_;
    std::vector<probe_ref> all_;
    std::vector<std::string> ids_;
    bool some_rejected_ = false;
};

} // namespace

bool is_offered(const std::string& service)
{
    static constexpr const char* offered[] = {"dsreg.fs/1",     "dsreg.net/1",    "dsreg.http/1",
                                              "dsreg.dbus/1",   "dsreg.broker/1", "dsreg.device/1",
                                              "dsreg.journal/1"};
    return std::find(std::begin(offered), std::end(offered), service) != std::end(offered);
}

status select_probes(const request& request, const std::vector<loaded_module>& modules,
                     const graph& g, board& ret)
{
    selector s(request, modules, g);
    if (const status named = s.check_names(); !named.ok()) return named;
    s.fill(ret);
    return {};
}

} // namespace dsreg::engine
