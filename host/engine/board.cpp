#include "engine/board.h"

#include "engine/seen_input.h"

#include <dsreg/probe.h>

#include <set>

namespace dsreg::engine {

using report::outcome;

board::board(const graph& g, std::vector<fact> run_facts) : graph_(g)
{
    for (fact& f : run_facts) run_facts_[f.key].push_back(std::move(f));
}

std::size_t board::add(probe_state state)
{
    const std::size_t place = probes_.size();
    by_id_.emplace(state.decl->id, place);
    for (const wire::fact_decl& f : state.decl->outputs) by_key_.emplace(f.key, place);
    probes_.push_back(std::move(state));
    return place;
}

void board::link()
{
    for (std::size_t place = 0; place < probes_.size(); place++) {
        std::set<std::size_t> providers;
        for (const std::string& entry : probes_[place].decl->inputs) {
            const std::size_t from = provider(parse_wanted(entry).name);
            if (from != npos && from != place) providers.insert(from);
        }
        probes_[place].waits_for = providers.size();
        for (const std::size_t from : providers) probes_[from].dependents.push_back(place);
    }
}

std::size_t board::provider(const std::string& key) const
{
    const auto it = by_key_.find(key);
    return it == by_key_.end() ? npos : it->second;
}

wire::input board::resolve(const std::string& key) const
{
    wire::input in{key, DSREG_IN_NO_PROVIDER, {}};
    if (is_run_key(key)) {
        const auto it = run_facts_.find(key);
        in.state = it == run_facts_.end() ? DSREG_IN_SILENT : DSREG_IN_PRESENT;
        if (it != run_facts_.end()) in.facts = it->second;
        return in;
    }
    const std::size_t place = provider(key);
    if (place == npos) {
        if (!graph_.rejected_provider(key).empty()) in.state = DSREG_IN_BROKEN;
        return in;
    }
    const probe_state& p = probes_[place];
    if (p.row.result == outcome::error)
        in.state = DSREG_IN_BROKEN;
    else if (p.row.result == outcome::skip)
        in.state = DSREG_IN_SKIPPED;
    else {
        uint32_t declared = 0;
        for (const wire::fact_decl& d : p.decl->outputs)
            if (d.key == key) declared = d.flags;
        return seen_input(key, p.facts, declared);
    }
    return in;
}

std::string board::root_of(const std::string& key) const
{
    const std::size_t place = provider(key);
    if (place == npos) return graph_.rejected_provider(key);
    const probe_state& p = probes_[place];
    return p.row.root_cause.empty() ? p.row.id : p.row.root_cause;
}

bool board::ended_as(const std::string& cause, outcome result) const
{
    const auto it = by_id_.find(cause);
    return it != by_id_.end() && probes_[it->second].row.result == result;
}

void board::attribute(std::size_t place)
{
    report::probe_row& row = probes_[place].row;
    if (!row.root_cause.empty() || row.about.empty()) return;
    const std::string cause = root_of(row.about);
    // A probe that passed and knew nothing is nobody's root cause.
    if (row.result == outcome::skip && !ended_as(cause, outcome::pass)) row.root_cause = cause;
    if (row.result != outcome::fail) return;
    // Nor does one that broke explain anything: nobody knows what it would have said.
    if (cause != row.id && ended_as(cause, outcome::fail))
        row.root_cause = cause;
    else
        row.about.clear();
}

std::string board::why_missing(const std::string& key, uint32_t state) const
{
    const std::size_t place = provider(key);
    const std::string by = place == npos ? std::string() : probes_[place].row.title;
    switch (state) {
    case DSREG_IN_UNKNOWN:
        return key + " cannot be known here (" + by + ")";
    case DSREG_IN_SKIPPED:
        return key + ": " + by + " was skipped";
    case DSREG_IN_BROKEN:
        return place == npos ? key + ": the module that provides it was rejected"
                             : key + ": " + by + " ended in an error";
    case DSREG_IN_NO_PROVIDER:
        return "no loaded module provides " + key;
    default:
        break;
    }
    if (place == npos) return key + " was not given";
    if (probes_[place].row.result == outcome::fail) return key + ": " + by + " failed";
    return key + ": " + by + " found none";
}

bool board::missing_input(const wire::probe_decl& decl, report::probe_row& ret_row) const
{
    for (const std::string& entry : decl.inputs) {
        const wanted want = parse_wanted(entry);
        if (want.optional) continue;
        const uint32_t state = resolve(want.name).state;
        if (state == DSREG_IN_PRESENT) continue;
        ret_row.about = want.name;
        ret_row.text = why_missing(want.name, state);
        ret_row.root_cause = root_of(want.name);
        if (ended_as(ret_row.root_cause, outcome::pass)) ret_row.root_cause.clear();
        const bool nobody = state == DSREG_IN_NO_PROVIDER;
        ret_row.result = nobody ? outcome::error : outcome::skip;
        ret_row.reason = nobody ? "rejected" : "missing-input";
        return true;
    }
    return false;
}

} // namespace dsreg::engine
