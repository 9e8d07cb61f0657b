#include "engine/graph.h"

#include <set>

namespace dsreg::engine {

wanted parse_wanted(const std::string& entry)
{
    const bool optional = !entry.empty() && entry.front() == '?';
    return {optional ? entry.substr(1) : entry, optional};
}

void graph::add(std::size_t module, const wire::module_decl& decl, const std::string& path,
                std::string& ret_code, std::string& ret_why)
{
    ret_code.clear();
    ret_why.clear();
    find_duplicate(decl, ret_code, ret_why);
    if (ret_code.empty()) {
        insert(module, decl);
        std::string through;
        if (has_cycle(decl, through)) {
            erase(decl);
            ret_code = "cycle";
            ret_why = "its inputs form a cycle: " + through;
        }
    }
    if (ret_code.empty()) return;
    for (const wire::probe_decl& p : decl.probes)
        for (const wire::fact_decl& f : p.outputs) rejected_.emplace(f.key, path);
}

void graph::find_duplicate(const wire::module_decl& decl, std::string& ret_code,
                           std::string& ret_why) const
{
    std::set<std::string> ids, keys;
    for (const wire::probe_decl& p : decl.probes) {
        if (probes_.count(p.id) != 0 || !ids.insert(p.id).second) {
            ret_code = "duplicate-probe";
            ret_why = "there is already a probe " + p.id;
            return;
        }
        for (const wire::fact_decl& f : p.outputs) {
            if (providers_.count(f.key) == 0 && keys.insert(f.key).second) continue;
            ret_code = "duplicate-fact";
            ret_why = "the fact " + f.key + " already has a provider";
            return;
        }
    }
}

void graph::insert(std::size_t module, const wire::module_decl& decl)
{
    for (std::size_t i = 0; i < decl.probes.size(); i++) {
        const wire::probe_decl& p = decl.probes[i];
        probes_.emplace(p.id, probe_ref{module, i});
        for (const wire::fact_decl& f : p.outputs) {
            providers_.emplace(f.key, probe_ref{module, i});
            provider_ids_.emplace(f.key, p.id);
        }
        for (const std::string& entry : p.inputs) inputs_[p.id].push_back(parse_wanted(entry).name);
    }
}

void graph::erase(const wire::module_decl& decl)
{
    for (const wire::probe_decl& p : decl.probes) {
        probes_.erase(p.id);
        inputs_.erase(p.id);
        for (const wire::fact_decl& f : p.outputs) {
            providers_.erase(f.key);
            provider_ids_.erase(f.key);
        }
    }
}

// Walks from the new probes against the arrows, from input to provider. A cycle that the new module
// closes goes through one of its probes.
bool graph::has_cycle(const wire::module_decl& added, std::string& ret_through) const
{
    struct step {
        std::string id;
        std::size_t next = 0;
    };
    std::set<std::string> done, open;
    for (const wire::probe_decl& start : added.probes) {
        if (done.count(start.id) != 0) continue;
        std::vector<step> walk{{start.id, 0}};
        open.insert(start.id);
        while (!walk.empty()) {
            step& at = walk.back();
            const auto inputs = inputs_.find(at.id);
            if (inputs == inputs_.end() || at.next >= inputs->second.size()) {
                open.erase(at.id);
                done.insert(at.id);
                walk.pop_back();
                continue;
            }
            const auto provider = provider_ids_.find(inputs->second[at.next++]);
            if (provider == provider_ids_.end() || done.count(provider->second) != 0) continue;
            if (!open.insert(provider->second).second) {
                for (const step& s : walk) ret_through += s.id + " -> ";
                ret_through += provider->second;
                return true;
            }
            walk.push_back({provider->second, 0});
        }
    }
    return false;
}

const probe_ref* graph::provider(const std::string& key) const
{
    const auto it = providers_.find(key);
    return it == providers_.end() ? nullptr : &it->second;
}

const probe_ref* graph::find(const std::string& probe_id) const
{
    const auto it = probes_.find(probe_id);
    return it == probes_.end() ? nullptr : &it->second;
}

std::string graph::rejected_provider(const std::string& key) const
{
    const auto it = rejected_.find(key);
    return it == rejected_.end() ? std::string() : it->second;
}

} // namespace dsreg::engine
